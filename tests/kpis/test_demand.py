"""What staffing is reckoned from, out of columns: the same as counting by hand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.events import Queued, Resolved
from server.core.facts import facts_of
from server.core.facts.rows import Facts
from server.core.kpis import demand
from server.core.kpis.tables import Frames, frames_of_facts
from server.core.staffing.handling import together
from tests.cast import (
    HOUR,
    MINUTE,
    NINE,
    SUPPORT,
    VERA,
    ada_says,
    given_to_ada,
    resolved_by_ada,
    started,
    story,
    vera_says,
)

DAY = 24 * HOUR


def served(name: str, at: int, minutes: int = 10) -> Facts:
    """Queued then, Ada's a minute later, over after so many minutes more."""
    events = (
        started(at=at),
        vera_says(at=at),
        Queued(team=SUPPORT, at=at),
        given_to_ada(at=at + MINUTE),
        ada_says(at=at + MINUTE),
        resolved_by_ada(at=at + (1 + minutes) * MINUTE),
    )
    return facts_of(story(*events, conversation=name), {})


def gave_up(name: str, at: int, minutes: int) -> Facts:
    ends = Resolved(by=VERA, reason="visitor_ended", at=at + minutes * MINUTE)
    events = (started(at=at), vera_says(at=at), Queued(team=SUPPORT, at=at), ends)
    return facts_of(story(*events, conversation=name), {})


def queued(frames: Frames) -> pl.LazyFrame:
    return demand.queued(frames, NINE - DAY, NINE + DAY)


def test_who_is_queued_again_within_ten_minutes_came_once() -> None:
    frames = frames_of_facts(served(f"c{minute}", NINE + minute * MINUTE) for minute in (0, 8, 30))
    assert demand.arrivals(queued(frames)) == [NINE, NINE + 30 * MINUTE]


def test_patience_is_all_waiting_by_those_who_gave_up() -> None:
    frames = frames_of_facts(
        [served("c1", NINE), gave_up("c2", NINE + HOUR, 4), served("c3", NINE + 2 * HOUR)]
    )
    assert demand.mean_patience(queued(frames)) == (6 * 60, 1)
    assert demand.mean_patience(queued(frames_of_facts([served("c1", NINE)]))) == (None, 0)


def test_a_conversation_is_handled_for_as_long_as_people_had_it_in_the_hour_it_came_in() -> None:
    frames = frames_of_facts([served("c1", NINE, 10)])
    (found,) = demand.handled(frames, queued(frames), "Europe/Rome", 0)
    local = pl.Series([NINE]).cast(pl.Datetime("ms", "UTC")).dt.convert_time_zone("Europe/Rome")
    assert (found.seconds, found.together) == (600, 1)
    assert (found.weekday, found.hour) == (local.dt.weekday()[0] - 1, local.dt.hour()[0])


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.integers(1, 10)), min_size=1, max_size=8)
)
def test_chats_at_once_by_columns_are_those_of_the_sweep(parts: list[tuple[str, int, int]]) -> None:
    intervals = [
        (f"c{n // 2}", agent, since, since + length) for n, (agent, since, length) in enumerate(parts)
    ]
    names = ("conversation", "agent", "from_at", "to_at")
    rows = pl.LazyFrame(
        intervals,
        schema=dict(zip(names, (pl.String, pl.String, pl.Int64, pl.Int64), strict=True)),
        orient="row",
    )
    frames = {"handling": rows.with_columns(wrapup=pl.lit(0, pl.Int64))}
    found = dict(demand.at_once(frames, -1).collect().iter_rows())
    assert found == pytest.approx(together(intervals))


def test_shrinkage_is_what_is_missing_of_what_was_planned() -> None:
    roster = {"ada": [(0, 4 * HOUR)], "ben": [(0, 4 * HOUR)]}
    there = {"ada": [(HOUR, 5 * HOUR)]}
    assert demand.shrinkage(roster, there, 8 * HOUR) == (1 - 3 / 8, 8 * HOUR)
    assert demand.shrinkage({}, there, 8 * HOUR) == (None, 0)


def test_what_is_not_over_yet_was_not_handled() -> None:
    open_ = served("c1", NINE)
    open_.conversation.ended_at = None
    frames = frames_of_facts([open_])
    assert demand.handled(frames, queued(frames), "UTC", 0) == []
