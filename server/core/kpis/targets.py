"""Whether a figure is as good as is aimed at, or too close to say; and who may be called better than whom."""

from collections.abc import Sequence
from typing import Any

from .asking.ask import Ask
from .statistics.summaries import LOW_N

Figure = dict[str, Any]


def verdict(answer: Figure, ask: Ask, segment: str | None) -> str | None:
    """`met`, `missed`, or `too_close` when the interval holds the target; None: there is nothing to judge.

    What has an interval in principle and is too rare for one is too close to say. `segment`: which of the
    answer's `segments` is judged in place of the whole.
    """
    judged = answer if segment is None else answer["segments"].get(segment, {})
    value, target, better = judged.get("value"), ask.aim, ask.entry.better
    if value is None or target is None or better == "neither":
        return None
    sign = -1 if better == "lower" else 1
    low, high = sorted(sign * bound for bound in judged.get("ci") or (value, value))
    if "ci" in judged and judged["ci"] is None:
        return "too_close"
    aim = sign * target
    if low > aim or (low == aim and not ask.entry.strict):
        return "met"
    return "missed" if high < aim or low == high == aim else "too_close"


def ranked(groups: list[Figure], ask: Ask) -> list[Figure]:
    """Gives each group its `rank`, 1 the best; None: too few, or its interval overlaps another's."""
    ranks = _ranks(groups, ask)
    for group, rank in zip(groups, ranks, strict=True):
        group |= {"rank": rank, "ranked": rank is not None}
    return groups


def _ranks(groups: Sequence[Figure], ask: Ask) -> list[int | None]:
    if len(ask.by) != 1 or ask.by[0] in _TIMES or ask.entry.better == "neither":
        return [None] * len(groups)
    sure = [group for group in groups if _is_sure(group)]
    sign = -1 if ask.entry.better == "lower" else 1
    return [
        1 + sum(sign * other["value"] > sign * group["value"] for other in sure)
        if _is_sure(group) and not any(_overlap(group, other) for other in sure if other is not group)
        else None
        for group in groups
    ]


def _is_sure(group: Figure) -> bool:
    return group["key"] is not None and group["n"] >= LOW_N and group.get("ci") is not None


def _overlap(one: Figure, other: Figure) -> bool:
    return bool(one["ci"][0] <= other["ci"][1] and other["ci"][0] <= one["ci"][1])


_TIMES = ("day", "week", "month", "hour", "weekday")
