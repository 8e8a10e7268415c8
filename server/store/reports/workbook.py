"""Workbooks, a line at a time, so that memory does not grow with the rows. Texts stay texts."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from server.core.kpis.sheets.cells import Cell
from server.core.kpis.sheets.sheet import Sheet

LONGEST_TITLE = 31
LONGEST_TEXT = 32_767
WIDE, NARROW = 22, 14  # characters


class Workbook:
    def __init__(self, file: IO[bytes]) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(file, options)
        self._bold = self._book.add_format({"bold": True})
        self._titles: set[str] = set()

    def about(self, lines: Mapping[str, Cell]) -> None:
        """On a sheet of its own, so that the other one is a table and nothing else."""
        sheet = self._sheet("about")
        for number, (name, value) in enumerate(lines.items()):
            sheet.write_string(number, 0, name, self._bold)
            _write(sheet, number, 1, value)

    def begins(self, title: str, columns: Sequence[str], above: Mapping[str, Cell] | None = None) -> "Lines":
        sheet = self._sheet(title)
        first = 0
        for name, value in (above or {}).items():
            sheet.write_string(first, 0, name, self._bold)
            _write(sheet, first, 1, value)
            first += 1
        first += 1 if above else 0
        for column, name in enumerate(columns):
            sheet.write_string(first, column, name, self._bold)
        if not above:
            sheet.freeze_panes(1, 1)
        return Lines(sheet, first + 1)

    def close(self) -> None:
        self._book.close()

    def _sheet(self, title: str) -> Worksheet:
        """Titles are short, and each is there once."""
        named = title[:LONGEST_TITLE]
        number = 1
        while named.lower() in self._titles:
            number += 1
            named = f"{title[: LONGEST_TITLE - len(str(number)) - 1]} {number}"
        self._titles.add(named.lower())
        sheet = self._book.add_worksheet(named)
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, 100, NARROW)
        return sheet


class Lines:
    def __init__(self, sheet: Worksheet, first: int) -> None:
        self._sheet = sheet
        self._next = first

    def writes(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            for column, cell in enumerate(row):
                _write(self._sheet, self._next, column, cell)
            self._next += 1


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    file = io.BytesIO()
    book = Workbook(file)
    for sheet in sheets:
        book.begins(sheet.title, sheet.columns, sheet.about).writes(sheet.rows)
    book.close()
    return file.getvalue()


def _write(sheet: Any, line: int, column: int, cell: Cell) -> None:  # noqa: ANN401  (xlsxwriter's, decorated)
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, column, cell)
    elif isinstance(cell, str):
        sheet.write_string(line, column, cell[:LONGEST_TEXT])
    else:
        sheet.write_number(line, column, cell)
