"""Whose turn it was at any moment of the past, and in the mean over time, computed twice over busy worlds."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace as replaced

from server.core import events as e
from server.core.events import Event, Named, Sender
from server.core.kpis.asking.ask import Ask, BadAsk, parse
from server.core.kpis.asking.listing import Listing
from server.core.kpis.asking.periods import local_date, midnight
from server.core.kpis.behind import rows_behind
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.tables import Frames
from tests.cast import (
    ADA,
    DAY,
    HOUR,
    NINE,
    VERA,
    ada_says,
    given_to_ada,
    resolved_by_ada,
    started,
    story,
    vera_says,
)
from tests.kpis.slow.talk import Talk
from tests.kpis.slow.volume import backlog, spells, state_at
from tests.kpis.test_twice import LATER, World, known

STATES = ("unassigned", "waiting_agent", "waiting_visitor", "snoozed")
SEEDS = pytest.mark.parametrize("seed", range(8))
_ADA, _BEN = Named("a_ada"), Named("a_ben")
_BY_ADA = Sender("agent", "a_ada")
_BUTLER = Sender("bot", "butler")
HAPPENS: Sequence[Event] = (
    *[e.MessageSent(by=VERA)] * 4,
    *[e.MessageSent(by=_BY_ADA)] * 3,
    e.MessageSent(by=_BY_ADA, kind="note", public=False),
    e.MessageSent(by=_BUTLER),
    e.HandedOff(),
    *[e.Assigned(agent=_ADA), e.Assigned(agent=_BEN)] * 2,
    e.Unassigned(agent=_ADA),
    e.Transferred(from_=_ADA, to=_BEN),
    e.Transferred(from_=_ADA, to=Named("t1"), team=True),
    *[e.Snoozed(reason="waiting_visitor"), e.Snoozed(reason="waiting_third_party"), e.Unsnoozed()] * 2,
    *[e.Resolved(by=_BY_ADA, reason="solved"), e.Reopened()] * 2,
)
STEPS = (0, 0, 1, 60_000, HOUR, 7 * HOUR)  # ms


def busy(chance: Random) -> World:
    """A dozen conversations for people, some of them tests. Unlike in `worlds` much happens in each."""

    def told(number: int) -> tuple[Event, ...]:
        begins = e.ConversationStarted(
            by=VERA, site="s1", visitor=Named("v_vera"), channel="web", test=chance.random() < 0.1
        )
        rest = [chance.choice(HAPPENS) for _ in range(chance.randrange(2, 30))]
        at = NINE + chance.randrange(3) * 6 * HOUR
        found = []
        for seq, event in enumerate([begins, e.MessageSent(by=VERA), *rest], start=1):
            at += chance.choice(STEPS)
            found.append(replaced(event, conversation=f"c{number}", seq=seq, at=at))
        return tuple(found)

    return [told(number) for number in range(12)]


def period(chance: Random, world: World) -> tuple[int, int]:
    """Also from and to instants at which something happens: an event exactly then is not known yet."""
    happened = sorted({event.at for talk in world for event in talk})
    since, until = sorted(chance.choice(happened) + chance.choice((0, 0, 1, HOUR)) for _ in range(2))
    return since, max(until, since + 1)


def whose(state: str, since: int | None, until: int | None, *more: str) -> Ask:
    return Ask("backlog", LATER, "UTC", since, until, attribution="instant", options=(state, *more))


def all_behind(frames: Frames, ask: Ask, group: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    answer = rows_behind(frames, Listing(ask, group=group, limit=1000))
    assert answer["total"] == len(answer["items"])
    return list(answer["items"])


def spells_of(talks: Sequence[Talk], state: str) -> list[tuple[str | None, int, int]]:
    return [
        (talk.events[0].conversation, a, LATER if b is None else b)
        for talk in talks
        for a, b in spells(talk, state)
    ]


@pytest.mark.parametrize("state", STATES)
@SEEDS
def test_both_say_the_same_of_whose_turn_it_was(seed: int, state: str) -> None:
    chance = Random(f"{seed} {state}")
    world = busy(chance)
    frames, talks = frames_before([list(story) for story in world], None, None), known(world, None)
    since, until = period(chance, world)
    ask = whose(state, since, until)
    answer = figure(frames, ask)
    mine = [talk for talk in talks if state_at(talk, until) == state]
    assert (answer["value"], answer["opening"]) == (
        len(mine),
        sum(state_at(talk, since) == state for talk in talks),
    )
    found = all_behind(frames, ask)
    assert sorted(str(row["conversation"]) for row in found) == sorted(
        str(talk.events[0].conversation) for talk in mine
    )
    ages = sorted((until - (talk.at(talk.joined) or 0)) / 1000 for talk in mine)
    assert sorted(row["value"] for row in found) == ages
    # All of them together are the backlog, and how it is split.
    split = figure(frames, replace(ask, options=()))["split"]
    assert split == {one: sum(state_at(talk, until) == one for talk in talks) for one in STATES}
    assert sum(split.values()) == backlog(talks, until)


@pytest.mark.parametrize("state", STATES)
@SEEDS
def test_both_say_the_same_of_whose_turn_it_was_in_the_mean(seed: int, state: str) -> None:
    chance = Random(f"{seed} {state}")
    world = busy(chance)
    frames, talks = frames_before([list(story) for story in world], None, None), known(world, None)
    since, until = period(chance, world)
    ask = whose(state, since, until, "mean")
    answer = figure(frames, ask)
    parts = [
        (name, min(b, until) - max(a, since))
        for name, a, b in spells_of(talks, state)
        if a < until and b >= since
    ]
    assert answer["value"] == pytest.approx(sum(part for _, part in parts) / (until - since))
    assert answer["n"] == len(parts)
    found = [(row["conversation"], row["value"]) for row in all_behind(frames, ask)]
    assert sorted(found) == sorted((name, part / 1000) for name, part in parts)


@pytest.mark.parametrize("state", STATES)
@SEEDS
def test_each_day_ends_with_its_own_and_what_came_less_what_went_is_the_difference(
    seed: int, state: str
) -> None:
    chance = Random(f"{seed} {state}")
    world = busy(chance)
    frames, talks = frames_before([list(story) for story in world], None, None), known(world, None)
    since, _ = period(chance, world)
    ask = replace(whose(state, since, since + 3 * DAY), by=("day",))
    groups = figure(frames, ask)["groups"]
    first = midnight(local_date(since, "UTC"), "UTC")
    for number, group in enumerate(groups):
        end = min(first + (number + 1) * DAY, since + 3 * DAY)
        assert group["value"] == sum(state_at(talk, end) == state for talk in talks)
        assert group["opening"] + group["entered"] - group["resolved"] == group["closing"]
        assert len(all_behind(frames, ask, (group["key"],))) == group["n"]


def test_who_slept_at_noon_is_found_there_in_the_evening() -> None:
    asleep = e.Snoozed(by=ADA, reason="waiting_visitor", at=NINE + 2 * HOUR)
    talk = story(
        started(at=NINE),
        vera_says(at=NINE),
        given_to_ada(at=NINE + HOUR),
        asleep,
        e.Unsnoozed(by=ADA, at=NINE + 4 * HOUR),
        ada_says(at=NINE + 5 * HOUR),
        resolved_by_ada(at=NINE + 6 * HOUR),
    )
    frames = frames_before([talk], None, None)
    was = {
        hour: next(
            state
            for state in (*STATES, None)
            if state is None or figure(frames, whose(state, None, NINE + hour * HOUR))["value"]
        )
        for hour in range(1, 8)
    }
    assert was == {
        1: "unassigned",
        2: "waiting_agent",
        3: "snoozed",
        4: "snoozed",
        5: "waiting_agent",
        6: "waiting_visitor",
        7: None,
    }
    # He had his answer when the period began, and it was over soon after.
    had_his = figure(frames, whose("waiting_visitor", NINE + 6 * HOUR - 1, NINE + 8 * HOUR))
    assert [had_his[name] for name in ("opening", "entered", "resolved", "closing")] == [1, 0, 1, 0]
    mean = figure(frames, whose("snoozed", NINE, NINE + 8 * HOUR, "mean"))
    assert (mean["value"], mean["n"]) == (0.25, 1)


def test_what_changes_while_nobody_has_it_is_no_other_time() -> None:
    """She writes, is answered by somebody who does not take it, and writes again: it was with nobody once."""
    talk = story(
        started(at=NINE),
        vera_says(at=NINE),
        ada_says(at=NINE + HOUR),
        vera_says(at=NINE + 2 * HOUR),
        resolved_by_ada(at=NINE + 3 * HOUR),
    )
    frames = frames_before([talk], None, None)
    mean = figure(frames, whose("unassigned", NINE, NINE + 6 * HOUR, "mean"))
    assert (mean["value"], mean["n"]) == (0.5, 1)


def test_a_state_goes_with_the_mean_and_not_with_another_state() -> None:
    ask = parse("backlog", [("option", "snoozed"), ("option", "mean"), ("by", "day")], now=LATER)
    assert ask.options == ("snoozed", "mean")
    with pytest.raises(BadAsk, match="goes not with"):
        parse("backlog", [("option", "snoozed"), ("option", "unassigned")], now=LATER)
