"""Who worked on it, and when."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeGuard

from server.core import events as e

from .lengths import Length
from .talk import COUNTED, PENDING, Row, Talk


def aht(talk: Talk, length: Length) -> Iterator[Row]:
    spent = sum(stop - start for spans in worked(talk).values() for start, stop in spans) / 1000
    yield from _handled(talk, spent)


def active(talk: Talk, length: Length) -> Iterator[Row]:
    """Pauses that are short enough between what the visitor wrote and what people did, notes among it."""
    notes = talk.where(lambda event: _is_by_agent(event) and (not event.public or event.kind == "note"))
    written = sorted([*talk.visitor_said, *talk.replies, *notes])
    spent = 0
    for one, next_one in pairwise(talk.events[i] for i in written):
        pause, longest = next_one.at - one.at, 600_000 if _is_by_agent(next_one) else 240_000
        spent += pause if pause < longest else 0
    yield from _handled(talk, spent / 1000)


def _is_by_agent(event: e.Event) -> TypeGuard[e.MessageSent]:
    return isinstance(event, e.MessageSent) and event.by.kind == "agent"


def _handled(talk: Talk, spent: float) -> Iterator[Row]:
    verdict = talk.not_for_people
    if verdict is None and talk.ended is None:
        verdict = PENDING
    if verdict is None and talk.replied is None:
        verdict = "closed_unanswered"
    yield verdict or COUNTED, talk.at(talk.ended), talk.start, spent


def worked(talk: Talk) -> dict[str, list[tuple[int, int]]]:
    """Each agent's finished intervals, with the work after resolutions as intervals of its own."""
    agents = {event.by.id or "" for event in talk.events if event.by.kind == "agent"}
    agents |= {event.agent.id for event in talk.events if isinstance(event, e.Assigned)}
    agents |= {event.to.id for event in talk.events if isinstance(event, e.Transferred) and not event.team}
    found = {}
    for agent in sorted(agents):
        spans = spans_of(talk, agent)
        found[agent] = spans + _after_work(talk, agent, spans)
    return found


def owners_of(talk: Talk) -> list[str | None]:
    """After each event: who is at work on it as its owner."""
    found: list[str | None] = []
    owner: str | None = None
    for i, event in enumerate(talk.events):
        if isinstance(event, e.Assigned):
            owner = event.agent.id
        elif isinstance(event, e.Transferred):
            owner = None if event.team else event.to.id
        elif isinstance(event, e.Unassigned):
            owner = None
        found.append(owner if talk.status[i] is None and talk.snoozes[i] is None else None)
    return found


def rests_of(talk: Talk) -> list[int]:
    """Where everybody stops: each resolution, and each snoozing that begins."""
    begun = [i for i in range(1, len(talk.events)) if talk.snoozes[i] == i]
    return sorted([*talk.resolutions, *begun])


def spans_of(talk: Talk, agent: str, now: int | None = None) -> list[tuple[int, int]]:
    """Between two rests: while he has it; else from his first reply to his last, or until he gets it. What
    lasts is in it up to `now`.
    """
    owners, rests = owners_of(talk), rests_of(talk)
    spans: list[tuple[int, int]] = []
    since: int | None = None
    helped: tuple[int, int] | None = None
    for i, event in enumerate(talk.events):
        has_it = owners[i] == agent
        if has_it and since is None:
            since = helped[0] if helped else event.at
            helped = None
        elif not has_it and since is not None:
            spans.append((since, event.at))
            since = None
        if i in rests and helped:
            spans.append(helped)
            helped = None
        if i in talk.replies and event.by.id == agent and since is None:
            helped = (helped[0] if helped else event.at, event.at)
    if since is not None and now is not None:
        spans.append((since, now))
    return [*spans, *([helped] if helped else [])]


def at_once(
    talks: Sequence[Talk],
    shifts: Mapping[str, Sequence[e.AgentStatus]],
    since: int | None,
    until: int,
    now: int,
) -> dict[str, float | None]:
    """Occupancy, of slots too, and concurrency: every ms between two changes is looked at in one of them."""
    busy = busy_online = session = online = slots = 0
    for agent, shift in shifts.items():
        work = [span for talk in talks if not talk.out for span in spans_of(talk, agent, now)]
        ends = [*(event.at for event in shift[1:]), now][: len(shift)]
        there = [
            (event.at, end, event.slots)
            for event, end in zip(shift, ends, strict=True)
            if event.status == "online"
        ]
        points = {at for a, b in work for at in (a, b)} | {at for a, b, _ in there for at in (a, b)}
        inside = sorted(
            {min(max(at, since or 0), until) for at in points} | {until} | ({since} if since else set())
        )
        for a, b in pairwise(inside):
            chats = sum(first <= a < last for first, last in work)
            places = [count for first, last, count in there if first <= a < last]
            session += (b - a) * chats
            busy += (b - a) * (chats > 0)
            busy_online += (b - a) * (chats > 0 and bool(places))
            online += (b - a) * bool(places)
            slots += (b - a) * sum(places)
    return {
        "occupancy": 100 * busy_online / online if online else None,
        "slot_occupancy": 100 * session / slots if slots else None,
        "concurrency": session / busy if busy else None,
    }


def _after_work(talk: Talk, agent: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Once for each stretch of work, from a resolution until he says that he is done."""
    found: list[tuple[int, int]] = []
    credited: set[tuple[int, int]] = set()
    for i, event in enumerate(talk.events):
        if not isinstance(event, e.WrapupEnded) or event.agent.id != agent:
            continue
        before = [j for j in talk.resolutions if j < i]
        if not before:
            continue
        known = Talk(talk.events[: i + 1])
        resolved = known.events[before[-1]].at
        done = [(number, span) for number, span in enumerate(spans_of(known, agent)) if span[1] <= resolved]
        if not done:
            continue
        key = (done[-1][0], done[-1][1][0])
        reopened = next(
            (talk.events[j].at for j in range(before[-1], i) if isinstance(talk.events[j], e.Reopened)), None
        )
        until = event.at if reopened is None else min(event.at, reopened)
        length = min(until - resolved, 600_000)
        if key not in credited and length > 0:
            credited.add(key)
            found.append((resolved, resolved + length))
    return found
