"""How much of the time in which people were to work they were not there: every ms between two changes."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from server.core import events as e

Spans = Sequence[tuple[int, int]]


def lost(
    roster: Mapping[str, Spans],
    there: Mapping[str, Sequence[e.AgentStatus]],
    since: int | None,
    until: int,
    now: int,
) -> float | None:
    planned = present = 0
    for agent, shifts in roster.items():
        told = there.get(agent, ())
        ends = [*(event.at for event in told[1:]), now][: len(told)]
        online = [(one.at, end) for one, end in zip(told, ends, strict=True) if one.status == "online"]
        points = {at for span in (*shifts, *online) for at in span} | {until, since or 0}
        for a, b in pairwise(sorted(min(max(at, since or 0), until) for at in points)):
            if any(first <= a < last for first, last in shifts):
                planned += b - a
                present += (b - a) * any(first <= a < last for first, last in online)
    return 100 * (planned - present) / planned if planned else None
