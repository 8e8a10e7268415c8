"""Parts of the copy on disk: any rows are read as they were written, and usual ones leave little to write."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.events import Event
from server.core.facts import facts_of
from server.core.facts.rows import plain
from server.core.kpis.tables import NTH, Tables, bare_of
from server.store.reports.bare import ordered
from server.store.reports.packed import packed
from server.store.reports.stored import Columns, Stored, write
from tests.cast import HOUR, MINUTE, NINE, ada_says, given_to_ada, queued, resolved_by_ada, started, story
from tests.cast import vera_says as says
from tests.kpis.worlds import CALENDARS, worlds
from tests.thorough import examples

NEVER_NULL = {("conversations", "started_at"), ("messages", "at")}  # there is none without
# Moments of the day, the length of a year, and what is no instant at all.
ANY = st.none() | st.sampled_from([NINE, NINE + 1, NINE - 300, 365 * 24 * HOUR, 0, -1, 2**40, 127, -256])


def tables_of(world: Sequence[Sequence[Event]]) -> Tables:
    return bare_of(plain(facts_of(list(one), CALENDARS)) for one in world)


@settings(max_examples=examples(15, thorough=60))
@given(world=worlds(), data=st.data())
def test_whatever_instants_and_lengths_a_row_has_it_is_read_as_it_was_written(
    world: Sequence[Sequence[Event]], data: st.DataObject
) -> None:
    tables = {grain: changed(grain, rows, data) for grain, rows in tables_of(world).items()}
    with TemporaryDirectory() as folder:
        kept = write(Path(folder), "part", "2024-01", tables)
        for grain, rows in ordered(tables).items():
            for column in [] if grain == "presence" else rows:
                (found,) = Stored(Path(folder), kept, Columns(2**20)).own(grain, [column.name])
                assert found.cast(column.dtype).to_list() == column.to_list(), (grain, column.name)
                assert found.dtype == column.dtype or found.dtype == pl.Categorical, (grain, column.name)


def changed(grain: str, rows: pl.DataFrame, data: st.DataObject) -> pl.DataFrame:
    """Some numbers of it are any."""
    for name, kind in rows.schema.items():
        if kind == pl.Int64 and (grain, name) not in NEVER_NULL and data.draw(st.integers(0, 3)) == 0:
            values = [data.draw(ANY) if data.draw(st.booleans()) else one for one in rows[name]]
            rows = rows.with_columns(pl.Series(name, values, pl.Int64))
    return rows


def test_of_who_is_a_customer_under_another_name_the_name_is_kept(tmp_path: Path) -> None:
    tables = tables_of([story(started(at=NINE), says(at=NINE), conversation=f"c{one}") for one in range(2)])
    customers = pl.Series("customer", ["k_vera", tables["conversations"]["visitor"][1]])
    tables["conversations"] = tables["conversations"].with_columns(customers)
    kept = write(tmp_path, "part", "2024-01", tables)
    (found,) = Stored(tmp_path, kept, Columns(2**20)).own("conversations", ["customer"])
    assert found.to_list() == customers.to_list()


@pytest.mark.parametrize(
    ("grain", "names"),
    (
        ("conversations", ("business", "ends_business", "first_business", "ended_at", "ends_at")),
        ("conversations", ("reply_business", "handoff_business", "taken_business", "queued_at", "handed_at")),
        ("turns", ("business", "last_business", "charged_business", "last_at")),
        ("resolutions", ("ends_at",)),
    ),
)
def test_of_a_conversation_within_the_opening_hours_nothing_is_left_of_these(
    grain: str, names: Sequence[str]
) -> None:
    asked = (started(at=NINE), says(at=NINE), queued(at=NINE), given_to_ada(at=NINE))
    answered = (ada_says(at=NINE + MINUTE), resolved_by_ada(at=NINE + 2 * MINUTE))
    tables = tables_of([story(*asked, *answered)])
    rows, began = tables[grain], tables["conversations"]["started_at"]
    left = packed(grain, rows, began if NTH not in rows.columns else began.gather(rows[NTH]))
    assert {name: left[name].to_list() for name in names} == {name: [0] for name in names}
