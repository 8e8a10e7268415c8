"""What became of conversations, computed twice: by the product and by plain definitions."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from server.core import events as e
from server.core.events import Event, Named, ResolvedReason, Sender
from server.core.kpis.asking.ask import Ask
from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.figure import figure, values
from server.core.kpis.from_timeline import frames_before
from tests.cast import DAY, HOUR, NINE
from tests.kpis.slow import outcome, selfservice
from tests.kpis.slow.lengths import wall
from tests.kpis.slow.satisfaction import csat
from tests.kpis.slow.talk import COUNTED, PENDING, Row, Talk
from tests.kpis.worlds import AGENTS, worlds
from tests.thorough import examples

LATER = NINE + 10_000 * HOUR
INSTANTS = st.one_of(st.none(), st.integers(0, 9).map(lambda days: NINE + days * DAY))
UNITS = ("day", "week", "month")
Twin = Callable[[Talk, Sequence[Talk], Sequence[str], int], Iterator[Row]]

TWINS: dict[str, tuple[Twin, tuple[str, ...]]] = {
    "resolution_rate": (outcome.resolution_rate, ()),
    "dispersion_rate": (outcome.dispersion_rate, ()),
    "bot_resolution_rate": (outcome.bot_resolution_rate, ()),
    "transfer_rate": (outcome.transfer_rate, ()),
    "deflection": (selfservice.deflection, ("within=72h",)),
    "bot_containment": (selfservice.bot_containment, ()),
    "handoff_rate": (selfservice.handoff_rate, ()),
    "self_answerable": (selfservice.self_answerable, ()),
    "fcr": (outcome.fcr, ("single_agent", "no_followup", "net", "all_contacts", "window=1d")),
}


OFFSETS = st.sampled_from((0, 0, 0, 1, -1, HOUR))
VERA, BUTLER = Sender("visitor", "v_vera"), Sender("bot", "butler")
ADA, BEN = (Sender("agent", agent) for agent in AGENTS)


@st.composite
def customers(draw: st.DrawFn) -> Sequence[tuple[Event, ...]]:
    """Whatever may happen, and few customers who come again and again, often to the ms a day later."""
    odd = draw(worlds(most=3)) if draw(st.booleans()) else []
    plain = [draw(contacts(f"p{number}")) for number in range(draw(st.integers(1, 8)))]
    return [*odd, *plain]


@st.composite
def contacts(draw: st.DrawFn, conversation: str) -> tuple[Event, ...]:
    """A question, who answers it, how it ends, and what comes after."""
    start = e.ConversationStarted(
        by=VERA,
        site=draw(st.sampled_from(("s1", "s1", "s1", "s2"))),
        channel=draw(st.sampled_from(("web", "web", "mail", "telegram"))),
        visitor=Named(draw(st.sampled_from(("v_vera", "v_vito")))),
        customer=draw(st.sampled_from((None, None, "k_1"))),
        origin=draw(st.sampled_from(("visitor", "visitor", "visitor", "agent"))),
        test=draw(st.integers(0, 9)) == 9,
    )
    at = NINE + draw(st.integers(0, 3)) * DAY + draw(OFFSETS)
    told = [(start, 0), (e.MessageSent(by=VERA), 0)]
    told += [
        (e.MessageSent(by=who), 0)
        for who in draw(st.lists(st.sampled_from((BUTLER, ADA, ADA, BEN, VERA)), max_size=4))
    ]
    told += [(e.Tagged(tags=draw(TOPICS)), 0)]
    if draw(st.integers(0, 4)):
        told.append((e.Resolved(by=ADA, reason=draw(REASONS)), draw(OFFSETS)))
        if draw(st.integers(0, 2)) == 0:
            told.append((e.Reopened(), draw(st.integers(0, 3)) * DAY + draw(OFFSETS)))
            told.append((e.Resolved(by=BEN, reason=draw(REASONS)), draw(OFFSETS)))
    found = []
    for seq, (event, later) in enumerate(told, start=1):
        at += max(0, later)
        found.append(structs.replace(event, conversation=conversation, seq=seq, at=at))
    return tuple(found)


REASONS: st.SearchStrategy[ResolvedReason] = st.sampled_from(
    ("solved", "solved", "solved", "inactive", "duplicate")
)
TOPICS = st.sampled_from(
    ((), (), ("refund",), ("delivery",), ("refund", "delivery"), ("not_resolvable_l1",), ("self_answerable",))
)


def chosen_of(options: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    if not options:
        return st.just(())
    return st.lists(st.sampled_from(options), unique=True, max_size=2).map(tuple)


@settings(max_examples=examples(30, thorough=150))
@given(world=customers(), as_of=INSTANTS, data=st.data())
def test_both_say_the_same_of_what_became_of_it(
    world: Sequence[tuple[Event, ...]], as_of: int | None, data: st.DataObject
) -> None:
    frames, talks = frames_before(world, as_of, None), known(world, as_of)
    now = LATER if as_of is None else as_of
    for kpi, (twin, options) in TWINS.items():
        ask = Ask(
            kpi, LATER, since=data.draw(INSTANTS), until=data.draw(INSTANTS), as_of=as_of,
            options=data.draw(chosen_of(options)),
            attribution=data.draw(st.sampled_from(CATALOGUE[kpi].attributions)),
        )  # fmt: skip
        rows = [row for talk in talks for row in twin(talk, talks, ask.options, now)]
        assert product(frames, ask) == plain(rows, ask)


def product(frames: Any, ask: Ask) -> dict[str, Any]:
    answer = figure(frames, ask)
    assert answer["n"] == len(values(frames, ask))
    return {
        "values": sorted(map(float, values(frames, ask))),
        "excluded": answer["excluded"],
        "pending": answer["pending"],
    }


def plain(rows: Sequence[Row], ask: Ask) -> dict[str, Any]:
    def is_asked(row: Row) -> bool:
        at = row[2] if row[1] is None or ask.attribution == "cohort" else row[1]
        return (ask.since is None or at >= ask.since) and (ask.until is None or at < ask.until)

    asked = [row for row in rows if is_asked(row)]
    reasons = [row[0] for row in asked if row[0] not in (COUNTED, PENDING)]
    return {
        "values": sorted(float(row[3] or 0) for row in asked if row[0] == COUNTED),
        "excluded": {reason: reasons.count(reason) for reason in reasons},
        "pending": sum(row[0] == PENDING for row in asked),
    }


def known(world: Sequence[Sequence[Event]], as_of: int | None) -> list[Talk]:
    cut = [[event for event in story if as_of is None or event.at < as_of] for story in world]
    return [Talk(story) for story in cut if story]


@settings(max_examples=examples(30, thorough=50))
@given(world=customers(), as_of=INSTANTS, since=INSTANTS, until=INSTANTS)
def test_both_say_the_same_of_what_comes_in_and_what_is_done(
    world: Sequence[tuple[Event, ...]], as_of: int | None, since: int | None, until: int | None
) -> None:
    ask = Ask("clearance_rate", LATER, since=since, until=until, as_of=as_of)
    answer = figure(frames_before(world, as_of, None), ask)
    began, resolved = outcome.clearance(known(world, as_of), since, until)
    assert (answer["n"], answer["resolved_events"]) == (began, resolved)
    assert answer["value"] == (pytest.approx(100 * resolved / began) if began else None)


@settings(max_examples=examples(30, thorough=50))
@given(world=customers(), as_of=INSTANTS, since=INSTANTS, until=INSTANTS)
def test_both_say_the_same_of_channels(
    world: Sequence[tuple[Event, ...]], as_of: int | None, since: int | None, until: int | None
) -> None:
    frames = frames_before(world, as_of, None)
    ask = Ask("preferred_channel", LATER, since=since, until=until, as_of=as_of, attribution="cohort")
    talks = selfservice.counted(known(world, as_of), since, until)
    assert figure(frames, ask)["ranking"] == selfservice.ranking(talks)
    answer = figure(frames, replace(ask, options=("by_customer",)))
    assert answer["ranking"] == selfservice.ranking(selfservice.one_each(talks))
    assert answer["n"] + answer["excluded"].get("same_customer", 0) == len(talks)


@settings(max_examples=examples(30, thorough=50))
@given(world=customers(), since=st.integers(0, 40), days=st.integers(1, 40), unit=st.sampled_from(UNITS))
def test_both_say_the_same_of_how_many_there_are_by_day_week_and_month(
    world: Sequence[tuple[Event, ...]], since: int, days: int, unit: str
) -> None:
    start = NINE - 20 * DAY + since * DAY
    ask = Ask("avg_volume", LATER, since=start, until=start + days * DAY, options=(f"per={unit}",))
    talks = selfservice.counted(known(world, None), ask.since, ask.until)
    answer = figure(frames_before(world, None, None), replace(ask, attribution="cohort"))
    units = selfservice.units(start, start + days * DAY, unit)
    assert (answer["n"], answer["units"]) == (len(talks), units)
    assert answer["value"] == pytest.approx(len(talks) / units)


@settings(max_examples=examples(30, thorough=50))
@given(world=customers(), since=INSTANTS, until=INSTANTS)
def test_both_say_the_same_of_how_many_an_agent_has(
    world: Sequence[tuple[Event, ...]], since: int | None, until: int | None
) -> None:
    ask = Ask("avg_volume", LATER, since=since, until=until, options=("per=agent",), attribution="cohort")
    answer = figure(frames_before(world, None, None), ask)
    many, agents = selfservice.handled(selfservice.counted(known(world, None), since, until))
    assert (answer["n"], answer["units"]) == (many, agents)
    assert answer["value"] == (pytest.approx(many / agents) if agents else None)


@settings(max_examples=examples(30, thorough=50))
@given(world=worlds(), as_of=INSTANTS, since=INSTANTS, until=INSTANTS)
def test_both_say_the_same_of_how_often_each_score_was_given(
    world: Sequence[tuple[Event, ...]], as_of: int | None, since: int | None, until: int | None
) -> None:
    ask = Ask("csat_distribution", LATER, since=since, until=until, as_of=as_of)
    answer = figure(frames_before(world, as_of, None), ask)
    rows = [row for talk in known(world, as_of) for row in csat(talk, wall)]
    scores = plain(rows, ask)["values"]
    assert answer["n"] == answer["value"] == len(scores)
    assert {int(score): n for score, n in answer["distribution"].items() if n} == Counter(scores)
