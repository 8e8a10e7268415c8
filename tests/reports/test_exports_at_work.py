"""An export on its way: in pieces, of what was known when it began, within limits."""

from math import isinf
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.facts import facts_of
from server.core.kpis.asking.ask import Ask
from server.core.kpis.sheets import conversations
from server.core.kpis.tables import Frames, frames_of_facts
from server.core.refusals import Conflict, TooLarge
from server.store.reports.bulk_sheet import BulkSheet
from server.store.reports.exported import FORGOTTEN_AFTER, AtWork
from server.store.reports.exporting import AT_ONCE, MOST, Exports
from tests.cast import DAY, MINUTE, NINE, started, story, vera_says
from tests.reports.files import sheets_of, table_of


class Here(Exports):
    """The reporting process's work, without the process."""

    def __init__(self, conversations: int, **most: int) -> None:
        self.known = conversations
        self.time = 0.0
        self._work = AtWork({**MOST, **most}, lambda: self.time)

    def frames(self, as_of: int | None) -> Frames:
        return frames_of_facts(facts_of(_talk(number), {}) for number in range(self.known))

    async def _ask(self, request: Any) -> Any:
        return self._work.answer(self, request)  # type: ignore[arg-type]

    async def file(self, kind: Any = "csv") -> bytes:
        exported = await self.conversations(ASK, kind, {}, False)
        pieces = [piece async for piece in exported.pieces]
        assert all(pieces)  # what has not come yet is nothing to send
        return b"".join(pieces)


ASK = Ask("volume", now=NINE + DAY)


def _talk(number: int) -> Any:
    at = NINE + number * MINUTE
    return story(started(at=at), vera_says(at=at), conversation=f"c{number:03}")


@pytest.mark.parametrize("at_once", [1, 3, 7, 100])
async def test_the_pieces_are_the_whole_in_order_each_once(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "AT_ONCE", at_once)
    expected = [f"c{number:03}" for number in range(7)]
    assert [row["conversation"] for row in table_of((await Here(7).file()).decode())] == expected
    lines = sheets_of(await Here(7).file("xlsx"))["conversations"]
    assert [line["A"] for line in lines[1:]] == expected


async def test_what_happens_while_it_is_made_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "AT_ONCE", 2)
    house = Here(4)
    exported = await house.conversations(ASK, "csv", {}, False)
    house.known = 9
    text = b"".join([piece async for piece in exported.pieces]).decode()
    assert (exported.rows, len(table_of(text))) == (4, 4)


async def test_an_empty_one_has_its_head_and_no_row() -> None:
    text = (await Here(0).file()).decode()
    assert text.startswith("conversation,site,")
    assert table_of(text) == []
    assert len(sheets_of(await Here(0).file("xlsx"))["conversations"]) == 1


async def test_more_than_a_file_may_have_is_refused_with_the_limit_and_ways_to_ask_for_less() -> None:
    house = Here(3, csv=3, xlsx=2)
    assert len(table_of((await house.file()).decode())) == 3
    with pytest.raises(TooLarge, match="3 conversations, but xlsx takes at most .* a shorter period .* csv"):
        await house.file("xlsx")


async def test_only_so_many_are_made_at_once_and_who_goes_makes_room() -> None:
    house = Here(2)
    begun = [await house.conversations(ASK, "csv", {}, False) for _ in range(AT_ONCE)]
    with pytest.raises(Conflict, match="try again"):
        await house.file()
    await anext(begun[0].pieces)
    await begun[0].pieces.aclose()
    assert len(table_of((await house.file()).decode())) == 2


async def test_what_nobody_asks_for_any_more_makes_room_after_a_while() -> None:
    house = Here(2)
    for _ in range(AT_ONCE):
        await house.conversations(ASK, "csv", {}, False)
    house.time += FORGOTTEN_AFTER - 1
    with pytest.raises(Conflict):
        await house.file()
    house.time += 2
    assert len(table_of((await house.file()).decode())) == 2


_texts = st.text(st.sampled_from("=&<>\"' \r\n\t_x0041_\u00e9\U0001f600a")) | st.text()
_no_xml = {*(chr(code) for code in range(32)), "\ufffe", "\uffff"} - {"\t", "\n", "\r"}


@settings(max_examples=30)
@given(st.lists(st.tuples(_texts, st.integers(-(2**53), 2**53), st.floats(allow_nan=False) | st.none())))
def test_every_cell_of_a_bulk_sheet_comes_back_as_it_was(rows: list[tuple[str, int, float | None]]) -> None:
    schema = {"text": pl.String, "whole": pl.Int64, "real": pl.Float64}
    table = pl.DataFrame(rows, schema, orient="row")
    sheet = BulkSheet("conversations", {"what": "=1"}, table.columns, table.height)
    for first in range(0, table.height, 2):
        sheet.writes(table.slice(first, 2))
    sheet.close()
    found = sheets_of(sheet.take())
    assert found["about"] == [{"A": "what", "B": "=1"}]
    expected = [
        {
            "A": "".join(ch for ch in text if ch not in _no_xml),
            "B": float(whole),
            **({} if real is None or isinf(real) else {"C": real}),
        }
        for text, whole, real in rows
    ]
    assert found["conversations"][1:] == expected
