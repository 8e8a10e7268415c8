"""A shift, what must hold of several, and how many people they make at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["work", "off"]
KINDS: tuple[Kind, ...] = ("work", "off")
HOUR = 3_600_000  # ms
LONGEST = 24 * HOUR
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shift:
    """[since, until), ms UTC: somebody is to work, or is off for a part of it (a break, training, leave)."""

    agent: str
    since: int
    until: int
    kind: Kind = "work"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong with a line of a file, counted from 1; 0: with all of it. Nothing of it is taken then."""

    line: int
    problem: str


def must_fit(shift: Shift) -> str | None:
    """What is wrong with it by itself; None: nothing."""
    if shift.kind not in KINDS:
        return f"kind is one of {', '.join(KINDS)}"
    if shift.until <= shift.since:
        return "it ends before it begins"
    if shift.until - shift.since > LONGEST:
        return "it is longer than 24 hours"
    return None


def overlapping(shifts: Iterable[Shift]) -> Iterator[tuple[Shift, Shift]]:
    """Of the same kind and person, each with the one that begins while it lasts."""
    ordered = sorted(shifts, key=lambda shift: (shift.agent, shift.kind, shift.since, shift.until))
    for one, next_one in pairwise(ordered):
        if (one.agent, one.kind) == (next_one.agent, next_one.kind) and next_one.since < one.until:
            yield one, next_one


def working(shifts: Iterable[Shift]) -> dict[str, list[Span]]:
    """By agent, when he is to work, without what he is off; in order and apart from each other."""
    work: dict[str, list[Span]] = {}
    off: dict[str, list[Span]] = {}
    for shift in sorted(shifts, key=lambda shift: (shift.since, shift.until)):
        (work if shift.kind == "work" else off).setdefault(shift.agent, []).append((shift.since, shift.until))
    return {agent: list(_without(_merged(spans), off.get(agent, []))) for agent, spans in work.items()}


def heads(spans: Iterable[Span], since: int, until: int) -> float:
    """How many of these people are there in the mean of [since, until)."""
    if until <= since:
        return 0.0
    return sum(max(0, min(b, until) - max(a, since)) for a, b in spans) / (until - since)


def _merged(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for a, b in spans:
        if found and a <= found[-1][1]:
            found[-1] = found[-1][0], max(b, found[-1][1])
        else:
            found.append((a, b))
    return found


def _without(spans: Sequence[Span], off: Sequence[Span]) -> Iterator[Span]:
    for since, until in spans:
        for a, b in off:
            if a < until and b > since:
                if a > since:
                    yield since, a
                since = max(since, b)
        if since < until:
            yield since, until
