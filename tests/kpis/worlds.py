"""Random stories, foreign ones too: whatever a timeline may hold, in any order, often within one instant."""

from collections.abc import Sequence
from typing import Any, get_args

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
_statuses = st.sampled_from(get_args(e.Presence))
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
_LIKELY: st.SearchStrategy[Event] = st.one_of(
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
    st.builds(e.UnmarkedSpam),
    st.builds(e.Tagged, tags=st.sampled_from(((), ("refund",), ("refund", "vip")))),
    st.builds(e.WrapupEnded, agent=_named),
    st.deferred(lambda: PROMISES),
    st.deferred(lambda: TOLD),
)
TOLD: st.SearchStrategy[Event] = st.builds(
    e.WaitTold,
    position=st.integers(1, 3),
    low=st.sampled_from((0, 60_000, 600_000)),
    high=st.sampled_from((None, 60_000, 240_000)),
    p10=st.sampled_from((0, 1_000, 61_000)),
    p90=st.sampled_from((61_000, 240_999)),
)
PROMISES: st.SearchStrategy[Event] = st.builds(
    e.SlaApplied,
    policy=st.sampled_from(("gold", "usual")),
    first_response=st.sampled_from((None, 60, 600)),
    next_response=st.sampled_from((None, 60, 3_600)),
    resolution=st.sampled_from((None, 3_600, 86_400)),
    calendar=st.sampled_from((None, "s1/1")),
)
# What promises are kept by and broken with, more often than all else.
_OWED: st.SearchStrategy[Event] = st.one_of(
    st.builds(e.MessageSent, by=st.just(_visitor)),
    _by_agent(e.MessageSent),
    st.builds(e.Resolved, by=_agent_sender),
    st.builds(e.Reopened),
    st.builds(e.VisitorLeft),
    PROMISES,
    _LIKELY,
)
# Marks that take a conversation out of every count are rare, or little else would be tried.
EVENTS: st.SearchStrategy[Event] = st.one_of(
    _LIKELY, st.builds(e.MarkedSpam), st.builds(e.Merged, into=st.just("c0"))
)


def _asked(
    kind: str, scales: tuple[str, ...], scores: tuple[int | None, ...]
) -> list[st.SearchStrategy[Event]]:
    """A survey of that kind, and answers to it: most on its first scale, some on what is none of it."""
    scale = st.sampled_from((*scales[:1] * 5, *scales, "1-3"))
    survey = st.sampled_from(("", "q1"))
    answer = st.builds(
        e.Rated,
        by=st.just(_visitor),
        kind=st.just(kind),
        survey=survey,
        scale=scale,
        score=st.sampled_from(scores),
    )
    return [st.builds(e.SurveySent, kind=st.just(kind), survey=survey, scale=scale), answer, answer, answer]


# Mapped to itself, all else is one choice among these and not many.
_SURVEYED: st.SearchStrategy[Event] = st.one_of(
    _LIKELY.map(lambda event: event),
    *_asked("nps", ("0-10", "1-10", "0-100"), (None, -1, 0, 1, 5, 6, 7, 8, 9, 10, 11, 70, 95)),
    *_asked("ces", ("1-7", "1-5"), (None, 0, 1, 2, 3, 4, 5, 6, 7, 8)),
)


@st.composite
def stories(
    draw: st.DrawFn,
    conversation: str = "c1",
    longest: int = 25,
    promised: bool = False,
    surveyed: bool = False,
) -> tuple[Event, ...]:
    """One conversation, from its start. `promised`: under a service level from early on. `surveyed`: asked
    again and again.
    """
    from msgspec.structs import replace

    start = e.ConversationStarted(
        by=_visitor,
        site="s1",
        visitor=Named("v_vera"),
        team=draw(st.sampled_from((None, Named("t1")))),
        channel=draw(st.sampled_from(("web", "mail"))),
        origin=draw(st.sampled_from(("visitor", "visitor", "agent"))),
        mode=draw(st.sampled_from(("live", "offline"))),
        locale=draw(st.sampled_from((None, "it-CH", "de"))),
        test=draw(st.integers(0, 20)) == 20,
    )
    pool = EVENTS if draw(st.integers(0, 5)) == 0 else _OWED if promised else _LIKELY
    pool = _SURVEYED if surveyed else pool
    rest = draw(st.lists(st.tuples(pool, _steps), max_size=longest))
    if surveyed:
        rest.insert(0, (e.MessageSent(by=_visitor), 0))
    if promised:
        rest.insert(draw(st.integers(0, min(2, len(rest)))), (draw(PROMISES), 0))
    at = NINE + draw(st.integers(0, 3)) * 43_200_000
    numbered: list[Event] = []
    for seq, (event, step) in enumerate([(start, 0), *rest], start=1):
        at += step
        numbered.append(replace(event, conversation=conversation, seq=seq, at=at))
    return tuple(numbered)


@st.composite
def worlds(
    draw: st.DrawFn, most: int = 8, promised: bool = False, surveyed: bool = False
) -> Sequence[tuple[Event, ...]]:
    """Several conversations."""
    many = draw(st.integers(1, most))
    return [draw(stories(f"c{i}", promised=promised, surveyed=surveyed)) for i in range(many)]


@st.composite
def shifts(draw: st.DrawFn) -> Sequence[tuple[e.AgentStatus, ...]]:
    """How each agent comes and goes."""
    from msgspec.structs import replace

    found = []
    for agent in AGENTS:
        at, told = NINE + draw(st.integers(0, 3)) * 43_200_000, []
        statuses = draw(st.lists(_statuses, min_size=1, max_size=6))
        for seq, status in enumerate(statuses, start=1):
            event = e.AgentStatus(
                by=Sender("agent", agent), agent=Named(agent), status=status, slots=draw(st.integers(1, 4))
            )
            told.append(replace(event, seq=seq, at=at))
            at += draw(_steps)
        found.append(tuple(told))
    return found
