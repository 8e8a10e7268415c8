"""A roster as a table: `agent,from,to` and perhaps `kind`, a shift a line."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from server.core.kpis.asking.periods import instant_of
from server.core.local_times import instant_of as local_instant

from .shifts import KINDS, Broken, Shift, must_fit

COLUMNS = ("agent", "from", "to")
MOST = 20_000  # lines

Read = tuple[list[Shift], list[Broken]]


def read_csv(text: str, people: Mapping[str, str], tz: str) -> Read:
    """`people`: ids by e-mail, in small letters. Times without an offset are local in `tz`.

    The separator is a comma, semicolon or tab, whichever the first line has. Gives what can be read, and
    every line that cannot, with the reason.
    """
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or not lines[0].strip():
        return [], [Broken(0, "the first line is empty")]
    if len(lines) > MOST:
        return [], [Broken(0, f"more than {MOST:,} lines; import it in parts")]
    separator = max(",;\t", key=lines[0].count)
    rows = csv.reader(StringIO("\n".join(lines)), delimiter=separator)
    header = [name.strip().lower() for name in next(rows)]
    if missing := [name for name in COLUMNS if name not in header]:
        return [], [
            Broken(1, f"the first line names the columns agent, from, to; missing: {', '.join(missing)}")
        ]
    if unknown := [name for name in header if name not in (*COLUMNS, "kind")]:
        return [], [Broken(1, f"there is no column {unknown[0]!r}; there are: agent, from, to, kind")]
    return _rows(rows, header, people, tz)


def _rows(rows: Iterator[list[str]], header: Sequence[str], people: Mapping[str, str], tz: str) -> Read:
    shifts: list[Shift] = []
    broken: list[Broken] = []
    number = 1
    try:
        for number, row in enumerate(rows, start=2):
            if not any(cell.strip() for cell in row):
                continue
            try:
                shifts.append(_shift(dict(zip(header, row, strict=True)), people, tz))
            except ValueError as problem:
                broken.append(Broken(number, _said(problem, row, header)))
    except csv.Error as problem:
        broken.append(Broken(number + 1, str(problem)))
    return shifts, broken


def _said(problem: ValueError, row: Sequence[str], header: Sequence[str]) -> str:
    return f"{len(row)} columns instead of {len(header)}" if len(row) != len(header) else str(problem)


def _shift(row: Mapping[str, str], people: Mapping[str, str], tz: str) -> Shift:
    email = row["agent"].strip()
    if email.lower() not in people:
        raise ValueError(f"nobody here has the address {email!r}")
    kind = row.get("kind", "").strip().lower() or "work"
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}, not {kind!r}")
    since, until = (_instant(row[name].strip(), name, tz) for name in ("from", "to"))
    shift = Shift(people[email.lower()], since, until, kind)
    if problem := must_fit(shift):
        raise ValueError(problem)
    return shift


def _instant(text: str, name: str, tz: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return instant_of(text, tz)
        minutes = 60 * moment.hour + moment.minute
        return local_instant(moment.date(), minutes, ZoneInfo(tz), fold=0)
    except (ValueError, OverflowError):
        raise ValueError(f"{name}: {text!r} is no time; write 2026-03-09 08:00") from None
