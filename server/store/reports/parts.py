"""A part of the copy: some conversations with all their rows, in memory or on disk. It never changes; what
has changed since is in a newer part, and hidden here.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from server.core.kpis.tables import NTH, Frames, Tables, whole

from .bare import ID, NOTHING

SCHEMAS: Mapping[str, Any] = {grain: dict(rows.schema) for grain, rows in whole(NOTHING).items()}
OWN = {grain: set(rows.columns) for grain, rows in NOTHING.items()}
# Of each conversation of a part, whether it is to be seen; None: all are.
Seen = Callable[["Part"], pl.Series | None]


class Part(ABC):
    """`columns` of any grain, those of the rows' conversations too."""

    def __init__(self, began: tuple[int, int], height: int) -> None:
        self.began = began  # ms: when its first and its last conversation began
        self.height = height
        self.seen: pl.Series | None = None

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


def frames_of(parts: Sequence[Part], seen: Seen, presence: pl.DataFrame) -> Frames:
    """What a figure reads: of each part only what it names, and only the rows that it wants."""
    grains = [grain for grain in SCHEMAS if grain != "presence"]
    return {**{grain: _rows(grain, parts, seen) for grain in grains}, "presence": presence.lazy()}


def _rows(grain: str, parts: Sequence[Part], seen: Seen) -> pl.LazyFrame:
    schema = SCHEMAS[grain]

    def read(
        names: list[str] | None, wanted: pl.Expr | None, most: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        shown, left = names or list(schema), most
        for part in parts:
            if not part.height:
                continue
            rows = _part(part, grain, shown, wanted, seen(part))
            if left is not None:
                rows = rows.head(left)
                left -= rows.height
            if rows.height:
                yield rows.cast({name: kind for name in shown if (kind := schema[name]) != rows.schema[name]})
            if left == 0:
                return

    return register_io_source(read, schema=schema)


def _part(
    part: Part, grain: str, names: Sequence[str], wanted: pl.Expr | None, seen: pl.Series | None
) -> pl.DataFrame:
    mask = part.rows_seen(grain, seen)
    if wanted is not None:
        # What is asked about first: there may be nothing of it, and then nothing else is read.
        holds = _asked(part, grain, wanted).select(wanted).to_series()
        mask = holds if mask is None else holds & mask
    if mask is None or (mask.null_count() == 0 and mask.all()):
        return part.columns(grain, names)
    return part.columns(grain, names).filter(mask) if mask.any() else _NONE[grain].select(names)


def _asked(part: Part, grain: str, wanted: pl.Expr) -> pl.DataFrame:
    names = wanted.meta.root_names() or [NTH if grain != "conversations" else "started_at"]
    return part.columns(grain, list(dict.fromkeys(names)))


_NONE = {grain: pl.DataFrame(schema=schema) for grain, schema in SCHEMAS.items()}
