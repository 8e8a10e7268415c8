"""Lengths that lie in order by groups: all of them together are looked up there, and come to the same."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.events import Event
from server.core.kpis.asking.ask import Ask
from server.core.kpis.families.response import BUCKETS
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.statistics.laid import LARGE, laid
from server.core.kpis.statistics.summaries import Summary, distribution, slack, waits
from tests.cast import DAY, NINE, SECOND, ada_says, queued, started, story, vera_says

WEEKS = 3
SHORT, LONG = st.integers(-20_000, 20_000), st.integers(-(10**6), 10**9)
ROWS = st.lists(st.tuples(st.integers(0, 5), SHORT | LONG | st.none()), max_size=60)


@given(rows=ROWS, summary=st.sampled_from([distribution, waits, slack]))
def test_all_groups_together_come_to_what_one_group_of_all_does(
    rows: Sequence[tuple[int, int | None]], summary: Summary
) -> None:
    groups = pl.Series([group for group, _ in rows], dtype=pl.Int64)
    lengths = pl.Series([length for _, length in rows], dtype=pl.Int64)
    apart, together = laid(groups, lengths, BUCKETS), laid(None, lengths, BUCKETS)
    assert apart is not None and together is not None
    assert apart.as_one(summary, BUCKETS).to_dicts() == together.by_group(summary, BUCKETS).to_dicts()


def answered_after(seconds: int, number: int) -> tuple[Event, ...]:
    begun = NINE + number % WEEKS * 7 * DAY
    return story(
        started(at=begun),
        vera_says(at=begun),
        queued(at=begun),
        ada_says(at=begun + seconds * SECOND),
        conversation=f"c{number}",
    )


@pytest.fixture(scope="module")
def frames() -> Any:
    """Of some weeks, with as many answers as make the search worth it."""
    waited = islice(cycle((1, 7, 20, 20, 61, 3_599, 3_600)), WEEKS * LARGE)
    return frames_before([answered_after(one, nth) for nth, one in enumerate(waited)], None, None)


@pytest.mark.parametrize("by", (("week",), ("mode", "week")))
@pytest.mark.parametrize("kpi", ("frt", "art", "asa"))
def test_what_all_come_to_does_not_depend_on_what_they_are_grouped_by(
    frames: Any, kpi: str, by: tuple[str, ...]
) -> None:
    ask = Ask(kpi, NINE + 30 * DAY, "UTC", NINE - DAY, NINE + 21 * DAY, attribution="cohort")
    grouped = figure(frames, replace(ask, by=by))
    assert [group["n"] for group in grouped["groups"] if group["n"]] == WEEKS * [LARGE]
    assert {**grouped, "groups": []} == figure(frames, ask)
