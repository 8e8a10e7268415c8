"""A workbook with many rows: its frame is xlsxwriter's, its rows are made and packed as they come.

Cell by cell they would take minutes, and packed at the end they would hold up every figure meanwhile.
"""

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from typing import IO, cast

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from server.core.kpis.sheets.cells import Cell

from .workbook import LONGEST_TEXT, Workbook

SHEET = "xl/worksheets/sheet2.xml"  # behind the one that says what it is
_END = b"</sheetData>"
# What XML cannot hold; what a spreadsheet would read as a code of its own; a line end that XML would change.
_NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_CODES = "(_x[0-9A-Fa-f]{4}_)"
_SPECIAL = f"{_NOT_IN_XML}|{_CODES}|[&<>\r]"


class Taken:
    """A file that is never whole: what was written is taken away."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None: ...

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


class BulkSheet:
    """`take` gives what has been packed since the last time."""

    def __init__(self, title: str, about: Mapping[str, Cell], columns: Sequence[str], rows: int) -> None:
        self._next = 2
        self._file = Taken()
        # Sizes of more than 4 GiB, which a sheet of so many rows never has, some programs cannot read.
        file, packed = cast(IO[bytes], self._file), zipfile.ZIP_DEFLATED
        self._book = zipfile.ZipFile(file, "w", packed, allowZip64=False, compresslevel=1)
        with zipfile.ZipFile(io.BytesIO(_frame(title, about, columns))) as frame:
            for name in frame.namelist():
                if name != SHEET:
                    self._book.writestr(name, frame.read(name))
            begin, _, self._rest = frame.read(SHEET).partition(_END)
        last = xl_col_to_name(len(columns) - 1)
        whole = f'<dimension ref="A1:{last}{rows + 1}"/>'.encode()
        self._sheet = self._book.open(SHEET, "w")
        self._sheet.write(begin.replace(f'<dimension ref="A1:{last}1"/>'.encode(), whole))

    def writes(self, rows: pl.DataFrame) -> None:
        if rows.is_empty():
            return
        lines = rows.select(_lines(rows.schema, self._next, _to_escape(rows)).alias("line"))["line"]
        self._sheet.write("".join(lines.to_list()).encode())
        self._next += rows.height

    def take(self) -> bytes:
        return self._file.take()

    def close(self) -> None:
        self._sheet.write(_END + self._rest)
        self._sheet.close()
        self._book.close()


def _frame(title: str, about: Mapping[str, Cell], columns: Sequence[str]) -> bytes:
    file = io.BytesIO()
    book = Workbook(file)
    book.about(about)
    book.begins(title, columns)
    book.close()
    return file.getvalue()


def _to_escape(rows: pl.DataFrame) -> set[str]:
    """The columns with a text that cannot stand there as it is; hardly any: to escape costs as all else."""
    texts = pl.col(pl.String)
    special = rows.select(texts.str.contains(_SPECIAL).any() | (texts.str.len_bytes() > LONGEST_TEXT).any())
    return {name for name in special.columns if special[name][0]}


def _lines(schema: Mapping[str, pl.DataType], first: int, escaped: Collection[str]) -> pl.Expr:
    number = (pl.int_range(pl.len()) + first).cast(pl.String)
    cells = [
        _cell(
            _escaped(pl.col(name)) if name in escaped else pl.col(name), kind, xl_col_to_name(place), number
        )
        for place, (name, kind) in enumerate(schema.items())
    ]
    return pl.concat_str([pl.lit('<row r="'), number, pl.lit('">'), *cells, pl.lit("</row>")])


def _cell(value: pl.Expr, kind: pl.DataType, column: str, number: pl.Expr) -> pl.Expr:
    """Nothing at all where there is none."""
    begin = [pl.lit(f'<c r="{column}'), number]
    if kind == pl.String:
        opens, closes = '" t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
        cell = pl.concat_str([*begin, pl.lit(opens), value, pl.lit(closes)])
    elif kind == pl.Boolean:
        cell = pl.concat_str([*begin, pl.lit('" t="b"><v>'), value.cast(pl.Int8), pl.lit("</v></c>")])
    else:
        finite = pl.when(value.is_finite()).then(value) if kind.is_float() else value
        cell = pl.concat_str([*begin, pl.lit('"><v>'), finite, pl.lit("</v></c>")])
    return cell.fill_null("")


def _escaped(text: pl.Expr) -> pl.Expr:
    cut = text.str.slice(0, LONGEST_TEXT).str.replace_all(_NOT_IN_XML, "").str.replace_all(_CODES, "_x005F$1")
    plain = cut.str.replace_all("&", "&amp;", literal=True).str.replace_all("<", "&lt;", literal=True)
    return plain.str.replace_all(">", "&gt;", literal=True).str.replace_all("\r", "_x000D_", literal=True)
