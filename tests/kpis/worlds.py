"""Random stories, foreign ones too: whatever a timeline may hold, in any order, often within one instant."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from server.core import events as e
from server.core.events import Event, Named, Sender
from server.core.hours import Calendar
from tests.cast import NINE

AGENTS = ("a_ada", "a_ben")
OFFICE = Calendar.from_dict(
    {
        "id": "s1/1",
        "tz": "Europe/Rome",
        "hours": {day: [["09:00", "12:30"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "fri")},
        "holidays": ["2026-01-06"],
    }
)
CALENDARS = {"s1": OFFICE}

_agents = st.sampled_from(AGENTS)
_agent_sender = st.builds(Sender, st.just("agent"), _agents)
_visitor = Sender("visitor", "v_vera")
_bot = Sender("bot", "butler")
_steps = st.sampled_from((0, 0, 1, 1_000, 7_000, 60_000, 241_000, 599_999, 3_600_000, 40_000_000))
_reasons = st.sampled_from(
    ("solved", "solved", "inactive", "abandoned", "visitor_ended", "spam", "duplicate", "merged")
)


def _by_agent(what: type[Event], **more: Any) -> st.SearchStrategy[Event]:
    return st.builds(what, by=_agent_sender, **more)


_named = st.builds(Named, _agents)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(e.MessageSent, by=st.just(_visitor), kind=st.sampled_from(("text", "form"))),
    st.builds(e.MessageSent, by=st.just(_visitor)),
    _by_agent(e.MessageSent, kind=st.sampled_from(("text", "file", "campaign"))),
    _by_agent(e.MessageSent),
    _by_agent(e.MessageSent, kind=st.just("note"), public=st.just(False)),
    st.builds(
        e.MessageSent, by=st.just(_bot), kind=st.sampled_from(("text", "auto_ack", "greeting", "campaign"))
    ),
    st.builds(e.Queued, team=st.sampled_from((None, Named("t1")))),
    st.builds(e.HandedOff),
    st.builds(e.Assigned, agent=_named),
    st.builds(e.Unassigned, agent=_named),
    st.builds(e.Transferred, from_=_named, to=_named),
    st.builds(e.Transferred, from_=_named, to=st.just(Named("t1")), team=st.just(True)),
    st.builds(e.Snoozed, reason=st.sampled_from(("waiting_visitor", "waiting_third_party"))),
    st.builds(e.Unsnoozed),
    st.builds(e.Resolved, by=st.one_of(_agent_sender, st.just(_visitor), st.just(_bot)), reason=_reasons),
    st.builds(e.Reopened),
    st.builds(e.VisitorLeft),
    st.builds(e.VisitorReturned),
    st.builds(e.SurveySent, survey=st.sampled_from(("", "q1"))),
    st.builds(e.Rated, by=st.just(_visitor), survey=st.sampled_from(("", "q1")), score=st.integers(0, 6)),
    st.builds(e.MarkedSpam),
    st.builds(e.UnmarkedSpam),
    st.builds(e.Merged, into=st.just("c0")),
    st.builds(e.Tagged, tags=st.sampled_from(((), ("refund",), ("refund", "vip")))),
    st.builds(e.WrapupEnded, agent=_named),
)
# Marks that take a conversation out of every count are rare, or little else would be tried.
_LIKELY = st.one_of(EVENTS, EVENTS, EVENTS).filter(
    lambda event: not isinstance(event, e.MarkedSpam | e.Merged)
)


@st.composite
def stories(draw: st.DrawFn, conversation: str = "c1", longest: int = 25) -> tuple[Event, ...]:
    """One conversation, from its start."""
    from dataclasses import replace

    start = e.ConversationStarted(
        by=_visitor,
        site="s1",
        visitor=Named("v_vera"),
        team=draw(st.sampled_from((None, Named("t1")))),
        channel=draw(st.sampled_from(("web", "mail"))),
        origin=draw(st.sampled_from(("visitor", "visitor", "agent"))),
        mode=draw(st.sampled_from(("live", "offline"))),
        test=draw(st.integers(0, 20)) == 20,
    )
    pool = EVENTS if draw(st.integers(0, 5)) == 0 else _LIKELY
    rest = draw(st.lists(st.tuples(pool, _steps), max_size=longest))
    at = NINE + draw(st.integers(0, 3)) * 43_200_000
    numbered: list[Event] = []
    for seq, (event, step) in enumerate([(start, 0), *rest], start=1):
        at += step
        numbered.append(replace(event, conversation=conversation, seq=seq, at=at))
    return tuple(numbered)


@st.composite
def worlds(draw: st.DrawFn, most: int = 8) -> Sequence[tuple[Event, ...]]:
    """Several conversations."""
    return [draw(stories(f"c{number}")) for number in range(draw(st.integers(1, most)))]
