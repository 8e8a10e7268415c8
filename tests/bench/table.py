"""The measurements as people read them."""

import argparse
from typing import Any


def shown(
    found: dict[str, dict[str, Any]],
    ratios: dict[str, float],
    pairs: int,
    outstanding: int,
    options: argparse.Namespace,
) -> str:
    lines = [
        f"{pairs} conversations, a visitor and an agent each, {outstanding} messages on their way in each;",
        f"medians of {options.runs} runs of {options.seconds:g} s, the sides in turn; server on one core,",
        "client on another. Limits of commands were raised by setting, for both roles.",
        "",
        f"{'':14}{'acked/s':>9}{'ack p50/p99 ms':>18}{'delivery p50/p99':>19}{'server us':>11}"
        f"{'server':>8}{'client':>8}{'foreign':>9}{'refused':>9}{'lost':>6}",
    ]
    lines += [_line(name, side) for name, side in found.items()]
    lines += [f"{'':14}runs: {name}: {side['runs']}" for name, side in found.items()]
    lines += [
        "",
        "durable and acknowledged, against the stock relay without a store: "
        f"{ratios['per_second']:.2f} x by time, {ratios['per_cpu']:.2f} x by the server's CPU",
    ]
    if any(side["disturbed"] for side in found.values()):
        lines.append("Other work took more than 0.15 of a core in some runs: figures are rough.")
    return "\n".join(lines)


def _line(name: str, side: dict[str, Any]) -> str:
    ack, delivery = side["ack_ms"], side["delivery_ms"]
    acks = f"{ack['p50']:.1f} / {ack['p99']:.1f}"
    deliveries = f"{delivery['p50']:.1f} / {delivery['p99']:.1f}"
    return (
        f"{name:14}{side['per_second']:>9.0f}{acks:>18}{deliveries:>19}"
        f"{side['server_us']:>11.0f}{side['server_cpu']:>8.0%}{side['client_cpu']:>8.0%}"
        f"{side['foreign_cpu']:>9.2f}{side['refused']:>9.0f}{side['lost']:>6}"
    )
