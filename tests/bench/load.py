"""The load client, a process of its own on a core of its own: `python -m tests.bench.load CORE`.

Reads its orders as JSON from standard input; prints `begin` and `end` around the measured window, and then
what it measured as JSON.
"""

import asyncio
import gc
import os
import sys
import time
from typing import Any

import orjson
import uvloop

from tests.bench.talk import Pair, settled

SETTLE_WITHIN = 30  # s
AT_ONCE = 20  # connections that begin together


async def measure(orders: dict[str, Any]) -> dict[str, Any]:
    pairs = await _connected(orders)
    going = _saturate(pairs, orders) if orders["rate"] is None else _pace(pairs, orders)
    found = await _watched(pairs, going, orders)
    if orders["end"]:
        await asyncio.gather(*(pair.visitor.end() for pair in pairs))
    for pair in pairs:
        pair.close()
    return found


async def _connected(orders: dict[str, Any]) -> list[Pair]:
    auths = zip(orders["agents"], orders["visitors"], strict=True)
    pairs = [Pair(number, agent, visitor) for number, (agent, visitor) in enumerate(auths)]
    address = ("127.0.0.1", orders["port"])
    for at in range(0, len(pairs), AT_ONCE):
        await asyncio.gather(*(pair.connect(address) for pair in pairs[at : at + AT_ONCE]))
    for pair in pairs:
        await pair.take()
    return pairs


async def _saturate(pairs: list[Pair], orders: dict[str, Any]) -> None:
    """So many messages on their way in each conversation, the next one after each acknowledgement."""
    for pair in pairs:
        pair.visitor.begin(going=True)
        for _ in range(orders["outstanding"]):
            pair.visitor.say(time.perf_counter())
    await asyncio.sleep(orders["warm_up"] + orders["seconds"])
    for pair in pairs:
        pair.visitor.going = False


async def _pace(pairs: list[Pair], orders: dict[str, Any]) -> None:
    """So many a second whatever comes back, each counted from the moment it was due.

    The loop turns without sleeping: timers of whole milliseconds would be in the figures otherwise.
    """
    for pair in pairs:
        pair.visitor.begin(going=False)
    every, said = 1 / orders["rate"], 0
    begun = time.perf_counter()
    whole = int((orders["warm_up"] + orders["seconds"]) * orders["rate"])
    while said < whole:
        due = begun + said * every
        if time.perf_counter() >= due:
            pairs[said % len(pairs)].visitor.say(due)
            said += 1
        else:
            await asyncio.sleep(0)


async def _watched(pairs: list[Pair], going: Any, orders: dict[str, Any]) -> dict[str, Any]:
    """Rates are of what was answered within the window, times of all that was begun in it."""
    gc.collect()
    gc.disable()
    load = asyncio.ensure_future(going)
    await asyncio.sleep(orders["warm_up"])
    print("begin", flush=True)
    answered, from_ = _answered(pairs), [len(pair.ledger.begun) for pair in pairs]
    begun, cpu = time.perf_counter(), time.process_time()
    await asyncio.wait_for(load, None)
    took, used = time.perf_counter() - begun, time.process_time() - cpu
    answered = _answered(pairs) - answered
    print("end", flush=True)
    whole = await settled(pairs, SETTLE_WITHIN)
    return {
        "seconds": took,
        "acked": answered,
        "ack_ms": _ms([one for p, n in zip(pairs, from_, strict=True) for one in p.ledger.acked[n:] if one]),
        "delivery_ms": _ms(
            [one for p, n in zip(pairs, from_, strict=True) for one in p.ledger.delivered[n:] if one]
        ),
        "client_cpu": used / took,
        "settled": whole,
        **_verdict(pairs),
    }


def _answered(pairs: list[Pair]) -> int:
    return sum(pair.ledger.answered for pair in pairs)


def _verdict(pairs: list[Pair]) -> dict[str, int]:
    """Over everything that was said, warm-up and end included."""
    ledgers = [pair.ledger for pair in pairs]
    return {
        "said": sum(len(ledger.begun) for ledger in ledgers),
        "echoed": sum(ledger.echoed for ledger in ledgers),
        "refused": sum(ledger.refused for ledger in ledgers),
        "lost": sum(ledger.lost for ledger in ledgers),
        "doubled": sum(ledger.doubled for ledger in ledgers),
        "disordered": sum(ledger.disordered for ledger in ledgers),
    }


def _ms(durations: list[float]) -> dict[str, float]:
    ranked = sorted(durations) or [0.0]
    return {f"p{p}": 1000 * ranked[min(len(ranked) - 1, len(ranked) * p // 100)] for p in (50, 99)}


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[1])})
    asked = orjson.loads(sys.stdin.buffer.readline())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(orjson.dumps(runner.run(measure(asked))).decode(), flush=True)
