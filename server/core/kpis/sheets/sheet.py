"""A table with what is said of it: made once, written as CSV or as a sheet of a workbook."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .cells import Cell, safe


@dataclass(frozen=True, slots=True)
class Sheet:
    """`about`: what it is, line by line. Numbers are numbers; instants are ISO texts with their offset."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    about: Mapping[str, Cell] = field(default_factory=dict)


def as_csv(sheet: Sheet) -> str:
    """RFC 4180: first the lines about it, an empty one, then the table."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    if sheet.about:
        lines.writerows([_written(name), _written(value)] for name, value in sheet.about.items())
        lines.writerow([])
    lines.writerow([_written(name) for name in sheet.columns])
    lines.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return text.getvalue()


def _written(cell: Cell) -> str:
    """A number as it is, negative ones too; a text so that nobody carries it out."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return safe(cell) if isinstance(cell, str) else repr(cell)
