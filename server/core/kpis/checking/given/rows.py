"""Rows that a case's inputs become, and plain values among these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from ... import given
from ...asking import periods
from ...tables import Frames

Inputs = Mapping[str, Any]
Rows = list[tuple[Any, ...]]

START = 1_767_225_600_000  # 2026-01-01 00:00 UTC
DAY = 86_400_000
UNTIL = START + 30 * DAY
PERIOD = {"since": START, "until": UNTIL}
BEFORE, WITHIN = START - DAY, START + DAY
MOST_TICKETS = 1_000_000


class BadInputs(ValueError):
    """Inputs from which no figure follows; the message is a code."""


@dataclass(frozen=True)
class Found:
    """Rows by frame; the period, options that the inputs mean, and what they answer by themselves."""

    rows: Mapping[str, Rows] = field(default_factory=dict)
    bounds: Mapping[str, int] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    tickets: int = 0

    def frames(self) -> Frames:
        return {name: frame(name, rows) for name, rows in self.rows.items()}


def frame(name: str, rows: Rows) -> pl.LazyFrame:
    return pl.DataFrame(rows, schema=dict(given.SCHEMAS[name]), orient="row", strict=False).lazy()


_NOTHING = object()


def first(inputs: Inputs, *names: str, default: Any = _NOTHING) -> Any:  # noqa: ANN401
    """The first of these that is given."""
    for name in names:
        if name in inputs:
            return inputs[name]
    if default is _NOTHING:
        raise KeyError(names[0])
    return default


def amount(value: Any) -> Decimal | None:  # noqa: ANN401
    return None if value is None else Decimal(str(value))


def instant(text: Any, tz: str) -> int | None:  # noqa: ANN401
    return text if text is None or isinstance(text, int) else periods.instant_of(str(text), tz)
