"""What each agent did, from whole timelines: rows of (whose, row)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from server.core import events as e

from .lengths import Length
from .talk import COUNTED, PENDING, Row, Talk
from .work import spans_of, worked

Owned = tuple[str | None, Row]


def handled(talk: Talk, length: Length) -> Iterator[Owned]:
    for agent in dict.fromkeys(talk.events[i].by.id or "" for i in talk.replies):
        first = next(i for i in talk.replies if (talk.events[i].by.id or "") == agent)
        yield agent, (talk.not_for_people or COUNTED, talk.at(first), talk.start, talk.at(first))


def art(talk: Talk, length: Length) -> Iterator[Owned]:
    opened: int | None = None
    for i, event in enumerate(talk.events):
        if i in talk.visitor_said and opened is None:
            opened = i
        elif opened is not None and (i in talk.replies or isinstance(event, e.Resolved)):
            agent = event.by.id if i in talk.replies else None
            since = talk.events[opened].at
            given = _given_since(talk, agent, i)
            value = length(since if given is None else max(since, given), event.at)
            verdict = COUNTED if i in talk.replies else "closed_unanswered"
            yield agent, (talk.not_for_people or verdict, event.at, talk.start, value)
            opened = None
    if opened is not None:
        yield None, (talk.not_for_people or PENDING, None, talk.start, None)


def _given_since(talk: Talk, agent: str | None, before: int) -> int | None:
    """When he got it for the last time from somebody else, or from nobody."""
    owner: str | None = None
    since: int | None = None
    for event in talk.events[:before]:
        now = owner
        if isinstance(event, e.Assigned):
            now = event.agent.id
        elif isinstance(event, e.Transferred):
            now = None if event.team else event.to.id
        elif isinstance(event, e.Unassigned):
            now = None
        if now == agent and owner != agent:
            since = event.at
        owner = now
    return since


def aht(talk: Talk, length: Length) -> Iterator[Owned]:
    verdict = talk.not_for_people
    if verdict is None and talk.ended is None:
        verdict = PENDING
    if verdict is None and talk.replied is None:
        verdict = "closed_unanswered"
    for agent, spans in worked(talk).items():
        if spans or spans_of(talk, agent, 2**50):
            spent = sum(b - a for a, b in spans) / 1000
            yield agent, (verdict or COUNTED, talk.at(talk.ended), talk.start, spent)


def transferred(talk: Talk, out: bool) -> Iterator[Owned]:
    for i, event in enumerate(talk.events):
        if isinstance(event, e.Transferred):
            given_by = event.from_.id if event.from_ else _owner(talk, i)
            whose = given_by if out else None if event.team else event.to.id
            if whose is not None:
                yield whose, (talk.not_for_people or COUNTED, event.at, talk.start, 1)


def _owner(talk: Talk, before: int) -> str | None:
    owner: str | None = None
    for event in talk.events[:before]:
        if isinstance(event, e.Assigned):
            owner = event.agent.id
        elif isinstance(event, e.Transferred):
            owner = None if event.team else event.to.id
        elif isinstance(event, e.Unassigned):
            owner = None
    return owner


def efforts(talks: Sequence[Talk], agents: Sequence[str], now: int) -> list[Fraction]:
    """Each conversation's, s: every moment between two changes, divided by how many the agent then has.

    Without the work after a conversation, and without what still lasts, which has its share all the same.
    """
    found = [Fraction(0) for _ in talks]
    for agent in agents:
        ended = [spans_of(talk, agent) for talk in talks]
        lasting = [spans_of(talk, agent, now) for talk in talks]
        counted = [spans for talk, spans in zip(talks, lasting, strict=True) if not talk.out]
        points = sorted({at for spans in counted for span in spans for at in span})
        for a, b in pairwise(points):
            among = sum(first <= a < last for spans in counted for first, last in spans)
            for number, talk in enumerate(talks):
                mine = sum(first <= a < last for first, last in ended[number])
                if mine and not talk.out:
                    found[number] += Fraction((b - a) * mine, among * 1000)
    return found
