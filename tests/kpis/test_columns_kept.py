"""Which of the columns that have been read stay in memory."""

import polars as pl

from server.store.reports.stored import Columns

COLUMN = pl.int_range(0, 100, eager=True)
ROOM_FOR_TWO = 2 * int(COLUMN.estimated_size())


def key(name: str, part: str = "2024-01.1") -> tuple[str, str, str]:
    return part, "turns", name


def names(columns: Columns, *wanted: str) -> list[str]:
    return [name for name in wanted if columns.get(key(name)) is not None]


def test_what_was_used_longest_ago_makes_room_for_what_another_question_needs() -> None:
    columns = Columns(ROOM_FOR_TWO)
    columns.keep(key("opened_at"), COLUMN)
    columns.keep(key("closed_at"), COLUMN)
    columns.asked()
    columns.get(key("opened_at"))
    columns.keep(key("agent"), COLUMN)
    assert names(columns, "opened_at", "closed_at", "agent") == ["opened_at", "agent"]
    assert columns.size == ROOM_FOR_TWO


def test_a_question_that_needs_more_than_fits_keeps_what_it_has_read_first() -> None:
    columns = Columns(ROOM_FOR_TWO)
    for _ in range(2):
        columns.asked()
        for name in ("opened_at", "closed_at", "agent"):
            if columns.get(key(name)) is None:
                columns.keep(key(name), COLUMN)
    assert names(columns, "opened_at", "closed_at", "agent") == ["opened_at", "closed_at"]


def test_what_would_not_fit_alone_takes_nothing_away() -> None:
    columns = Columns(ROOM_FOR_TWO - 1)
    columns.keep(key("opened_at"), COLUMN)
    columns.asked()
    columns.keep(key("closed_at"), pl.concat([COLUMN, COLUMN]))
    assert names(columns, "opened_at", "closed_at") == ["opened_at"]


def test_of_a_part_that_was_written_anew_nothing_is_kept() -> None:
    columns = Columns(ROOM_FOR_TWO)
    columns.keep(key("opened_at"), COLUMN)
    columns.keep(key("opened_at", part="2024-02.1"), COLUMN)
    columns.forget("2024-02.1")
    assert names(columns, "opened_at") == ["opened_at"]
    assert columns.size == int(COLUMN.estimated_size())
