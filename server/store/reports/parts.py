"""A part of the copy: some conversations with all their rows, in memory or on disk. It never changes; what
has changed since is in a newer part, and hidden here.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from server.core.kpis.period import Period
from server.core.kpis.tables import NTH, Tables, whole

from .bare import ID, NOTHING, is_coded

SCHEMAS: Mapping[str, Any] = {grain: dict(rows.schema) for grain, rows in whole(NOTHING).items()}
# The same, but names of which there are few stay numbers of a dictionary: to write them out takes longer
# than most figures do.
CODED: Mapping[str, Any] = {
    grain: {name: pl.Categorical() if is_coded(name, kind) else kind for name, kind in schema.items()}
    for grain, schema in SCHEMAS.items()
}
OWN = {grain: set(rows.columns) for grain, rows in NOTHING.items()}
# Of each conversation of a part, whether it is to be seen; None: all are.
Seen = Callable[["Part"], pl.Series | None]


@dataclass(frozen=True, slots=True)
class Reach:
    """The first and the last of some instants, in ms; None: there is none. `unknown`: how many are null."""

    first: int | None
    last: int | None
    unknown: int


class Part(ABC):
    """`columns` of any grain, those of the rows' conversations too."""

    def __init__(self, began: tuple[int, int], height: int) -> None:
        self.began = began  # ms: when its first and its last conversation began
        self.height = height
        self.seen: pl.Series | None = None
        self._reach: dict[tuple[str, bytes], Reach] = {}

    @abstractmethod
    def own(self, grain: str, names: Sequence[str]) -> Sequence[pl.Series]:
        """These columns of that grain as it is stored."""

    def columns(self, grain: str, names: Sequence[str]) -> pl.DataFrame:
        mine = [name for name in names if name in OWN[grain]]
        others = [name for name in names if name not in OWN[grain]]
        found = dict(zip(mine, self.own(grain, mine), strict=True))
        if others:
            found |= self._shared(grain, others)
        return pl.DataFrame([found[name] for name in names])

    def _shared(self, grain: str, names: Sequence[str]) -> dict[str, pl.Series]:
        (nth,) = self.own(grain, [NTH])
        return {
            name: column.gather(nth)
            for name, column in zip(names, self.own("conversations", names), strict=True)
        }

    def reach(self, grain: str, at: pl.Expr) -> "Reach":
        """Of the instants of all its rows, hidden ones too. Looked for once: a part never changes."""
        key = (grain, at.meta.serialize())
        if key not in self._reach:
            names = list(dict.fromkeys(at.meta.root_names()))
            instants = self.columns(grain, names).select(at).to_series()
            self._reach[key] = Reach(instants.min(), instants.max(), instants.null_count())  # type: ignore[arg-type]
        return self._reach[key]

    def hide(self, conversations: pl.Series) -> int:
        """They are in a newer part; gives how many of them were to be seen here."""
        (ids,) = self.own("conversations", [ID])
        gone = ids.is_in(conversations.implode())
        if self.seen is not None:
            gone &= self.seen
        if not (found := int(gone.sum())):
            return 0
        self.seen = ~gone if self.seen is None else self.seen & ~gone
        return found

    @property
    def hidden(self) -> int:
        return 0 if self.seen is None else self.height - int(self.seen.sum())

    def rows_seen(self, grain: str, seen: pl.Series | None) -> pl.Series | None:
        if seen is None or grain == "conversations":
            return seen
        return seen.gather(self.own(grain, [NTH])[0])


class Held(Part):
    """In memory."""

    def __init__(self, tables: Tables) -> None:
        began = tables["conversations"]["started_at"]
        super().__init__((began.min() or 0, began.max() or 0), began.len())  # type: ignore[arg-type]
        self.tables = tables

    def own(self, grain: str, names: Sequence[str]) -> Sequence[pl.Series]:
        return [self.tables[grain][name] for name in names]


def seen_now(parts: Sequence[Part]) -> Seen:
    """What is hidden later, for something newer has come, goes on to be seen: an export takes its time."""
    now = {id(part): part.seen for part in parts}
    return lambda part: now[id(part)]


@dataclass(frozen=True, slots=True)
class PartedFrames(Mapping[str, pl.LazyFrame]):
    """What a figure reads: of each part only what it names, and only the rows that it wants."""

    parts: Sequence[Part]
    seen: Seen
    presence: pl.DataFrame

    def __getitem__(self, grain: str) -> pl.LazyFrame:
        if grain == "presence":
            return self.presence.lazy()
        return _rows(grain, self.parts, self.seen, None)

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS)

    def __len__(self) -> int:
        return len(SCHEMAS)

    def within(self, grain: str, period: Period) -> pl.LazyFrame | None:
        """Parts that lie outside are not looked at; of those that lie inside all rows are taken. Names of
        which there are few are categories here.
        """
        if grain == "presence" or grain not in SCHEMAS:
            return None
        return _rows(grain, self.parts, self.seen, period)


def frames_of(parts: Sequence[Part], seen: Seen, presence: pl.DataFrame) -> PartedFrames:
    return PartedFrames(parts, seen, presence)


def _rows(grain: str, parts: Sequence[Part], seen: Seen, period: Period | None) -> pl.LazyFrame:
    schema = SCHEMAS[grain] if period is None else CODED[grain]

    def read(
        names: list[str] | None, wanted: pl.Expr | None, most: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        shown, left = names or list(schema), most
        for part in parts:
            if not part.height:
                continue
            rows = _part(part, grain, shown, wanted, seen(part), period)
            if left is not None:
                rows = rows.head(left)
                left -= rows.height
            if rows.height:
                yield rows.cast({name: kind for name in shown if (kind := schema[name]) != rows.schema[name]})
            if left == 0:
                return

    return register_io_source(read, schema=schema)


def _part(
    part: Part,
    grain: str,
    names: Sequence[str],
    wanted: pl.Expr | None,
    seen: pl.Series | None,
    period: Period | None,
) -> pl.DataFrame:
    held = _held(part, grain, period) if period is not None else True
    if held is False:
        return _NONE[grain].select(names)
    masks = [part.rows_seen(grain, seen), None if held is True else held]
    if wanted is not None:
        # What is asked about first: there may be nothing of it, and then nothing else is read.
        masks.append(_asked(part, grain, wanted).select(wanted).to_series())
    mask = reduce(and_, found) if (found := [one for one in masks if one is not None]) else None
    if mask is None or (mask.null_count() == 0 and mask.all()):
        return part.columns(grain, names)
    return part.columns(grain, names).filter(mask) if mask.any() else _NONE[grain].select(names)


def _held(part: Part, grain: str, period: Period) -> pl.Series | bool:
    """Which rows are of the period: all, none, or some of them."""
    reach = part.reach(grain, period.at)
    if reach.first is None or reach.last is None or not period.may_hold(reach.first, reach.last):
        return False
    if not reach.unknown and period.holds(reach.first, reach.last):
        return True
    return _asked(part, grain, period.inside).select(period.inside).to_series()


def _asked(part: Part, grain: str, wanted: pl.Expr) -> pl.DataFrame:
    names = wanted.meta.root_names() or [NTH if grain != "conversations" else "started_at"]
    return part.columns(grain, list(dict.fromkeys(names)))


_NONE = {grain: pl.DataFrame(schema=schema) for grain, schema in SCHEMAS.items()}
