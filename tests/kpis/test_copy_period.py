"""The copy looks only at parts in which rows of the period lie: none is lost by it, and none is added."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest

from server.core.events import Event
from server.core.facts import facts_of
from server.core.facts.rows import plain
from server.core.kpis.asking.ask import Ask
from server.core.kpis.figure import figure, values
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.period import Period
from server.core.kpis.tables import bare_of
from server.store.reports import copy
from server.store.reports.bare import NOTHING
from server.store.reports.copy import Copy
from server.store.reports.parts import Held, frames_of
from tests.cast import HOUR, MINUTE, NINE, ada_says, ben_says, resolved_by_ada, started, story, vera_says
from tests.kpis.test_copy import ListSource
from tests.kpis.worlds import CALENDARS, OFFICE

MONTH = 31 * 24 * HOUR
LATER = NINE + 100 * MONTH


@pytest.fixture(autouse=True)
def small_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, few in {"FRESH": 2, "RECENT": 4, "AT_ONCE": 3}.items():
        monkeypatch.setattr(copy, name, few)


class Watched(Held):
    """Knows whether anything was taken of it."""

    is_read = False

    def own(self, grain: str, names: Sequence[str]) -> Sequence[pl.Series]:
        self.is_read = True
        return super().own(grain, names)


def talk(month: int, number: int, answered: int) -> Sequence[Event]:
    """It begins in that month; Ada answers so many ms later."""
    at = NINE + month * MONTH + number * HOUR
    events = [started(at=at), vera_says(at=at), ada_says(at=at + answered)]
    return story(*events, resolved_by_ada(at=at + answered + MINUTE), conversation=f"c{month}_{number}")


def of_months(*more: Sequence[Event]) -> tuple[Copy, ListSource]:
    """Four conversations in each of four months, a part each."""
    source = ListSource()
    source.changes = [talk(month, number, MINUTE) for month in range(4) for number in range(4)] + [*more]
    pulled = Copy(source)
    pulled.pull()
    return pulled, source


def asked(pulled: Copy, source: ListSource, ask: Ask) -> list[float]:
    """The values; of the copy the same as of the timelines, and the figure as well."""
    newest = {story[0].conversation: list(story) for story in source.changes}
    whole = frames_before(list(newest.values()), None, OFFICE)
    for _ in range(2):  # the second time it knows where rows lie
        assert figure(pulled.frames(None), ask) == figure(whole, ask)
    return sorted(values(pulled.frames(None), ask))


@pytest.mark.parametrize("kpi", ("frt", "art"))
def test_rows_on_the_very_edge_of_a_part_are_of_the_period_that_begins_there(kpi: str) -> None:
    pulled, source = of_months()
    first, last = NINE + MONTH + MINUTE, NINE + MONTH + 3 * HOUR + MINUTE
    ask = Ask(kpi, LATER, since=first, until=last + 1)
    assert asked(pulled, source, ask) == [60, 60, 60, 60]
    assert asked(pulled, source, replace(ask, until=last)) == [60, 60, 60]
    assert asked(pulled, source, replace(ask, since=first + 1)) == [60, 60, 60]
    assert asked(pulled, source, replace(ask, since=last, until=None)) == [60] * 9
    assert asked(pulled, source, replace(ask, since=last + 1, until=NINE + 2 * MONTH)) == []
    assert asked(pulled, source, replace(ask, since=None, until=first + 1)) == [60] * 5


def test_what_is_answered_months_later_is_found_where_it_was_answered() -> None:
    pulled, source = of_months(talk(0, 7, 2 * MONTH + 5 * HOUR))
    ask = Ask("frt", LATER, since=NINE + 2 * MONTH, until=NINE + 3 * MONTH)
    late = (2 * MONTH + 5 * HOUR) / 1000
    assert asked(pulled, source, ask) == [60, 60, 60, 60, late]
    assert asked(pulled, source, replace(ask, attribution="cohort")) == [60, 60, 60, 60]
    began = replace(ask, attribution="cohort", since=NINE, until=NINE + MONTH)
    assert asked(pulled, source, began) == [60, 60, 60, 60, late]


def test_what_a_newer_part_has_is_not_counted_in_the_older_one_too() -> None:
    pulled, source = of_months()
    ask = Ask("frt", LATER, since=NINE + MONTH, until=NINE + 2 * MONTH)
    assert asked(pulled, source, ask) == [60, 60, 60, 60]
    source.changes.append(talk(1, 2, 3 * MONTH))
    pulled.pull()
    assert asked(pulled, source, ask) == [60, 60, 60]
    assert asked(pulled, source, replace(ask, since=NINE + 4 * MONTH, until=None)) == [3 * MONTH / 1000]


def test_everybody_has_what_is_his_in_a_period_too() -> None:
    at = NINE + 2 * MONTH
    bens = story(started(at=at), vera_says(at=at), ben_says(at=at + 2 * MINUTE), conversation="c_ben")
    pulled, source = of_months(bens)
    ask = Ask("frt", LATER, since=NINE, until=NINE + 4 * MONTH, by=("agent", "team"))
    assert asked(pulled, source, ask) == [60] * 16 + [120]
    assert [(*group["key"], group["n"]) for group in figure(pulled.frames(None), ask)["groups"]] == [
        ("a_ada", "t_support", 16),
        ("a_ben", "t_support", 1),
    ]


def test_of_parts_outside_the_period_nothing_is_looked_at_once_it_is_known_where_they_lie() -> None:
    told = [[facts_of(talk(month, number, MINUTE), CALENDARS) for number in range(4)] for month in range(4)]
    parts = [Watched(bare_of(plain(one) for one in month)) for month in told]
    frames = frames_of(parts, lambda part: part.seen, NOTHING["presence"])
    ask = Ask("art", LATER, since=NINE + MONTH, until=NINE + 2 * MONTH)
    known = figure(frames, ask)
    for part in parts:
        part.is_read = False
    assert figure(frames, ask) == known
    assert known["n"] == 4
    assert [part.is_read for part in parts] == [False, True, False, False]


def test_rows_without_an_instant_are_of_no_period_but_of_all_time() -> None:
    tables = {"turns": pl.DataFrame({"closed_at": [1, None, 3]}, schema={"closed_at": pl.Int64})}
    part = Held({**NOTHING, **tables})
    part.height = 3
    frames = frames_of([part], lambda _: None, NOTHING["presence"])

    def closed(since: int | None, until: int | None) -> list[int | None]:
        found = frames.within("turns", Period(pl.col("closed_at"), since, until))
        assert found is not None
        return found.select("closed_at").collect()["closed_at"].to_list()

    assert closed(1, 4) == [1, 3]
    assert closed(2, None) == [3]
    assert closed(None, 1) == []
