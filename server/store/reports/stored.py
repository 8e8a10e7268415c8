"""Parts on disk: a folder each, with a Parquet file a grain, written so that little is left to write.

Instants are kept since their conversation began, who is named in a few words as a number of a dictionary.
"""

import os
import shutil
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from server.core.kpis.tables import NTH, Tables

from .bare import NOTHING, is_coded, ordered
from .parts import Part

_INSTANTS = {"at", "applied_due", "charge_from", "waiting_since"}
_LEVEL = 3  # of zstd: above it files are no smaller, and take up to twice as long
Key = tuple[str, str, str]  # part, grain, column


@dataclass(frozen=True, slots=True)
class Kept:
    """What the manifest says of a part."""

    name: str
    month: str
    began: tuple[int, int]
    height: int
    bytes: int


class Columns:
    """Columns that have been read, the last used ones, as many as fit into so many bytes. Those that can be
    made of others are only kept where there is room: to make them is quicker than to read.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Key, pl.Series] = OrderedDict()
        self._made: OrderedDict[Key, pl.Series] = OrderedDict()

    @property
    def size(self) -> int:
        return self._size

    def get(self, key: Key) -> pl.Series | None:
        kept = self._made if key in self._made else self._kept
        found = kept.get(key)
        if found is not None:
            kept.move_to_end(key)
        return found

    def keep(self, key: Key, column: pl.Series) -> None:
        if key in self._kept:
            return
        self._kept[key] = column
        self._size += int(column.estimated_size())
        while self._size > self._most and (self._made or len(self._kept) > 1):
            _, oldest = (self._made or self._kept).popitem(last=False)
            self._size -= int(oldest.estimated_size())

    def keep_made(self, key: Key, column: pl.Series) -> None:
        size = int(column.estimated_size())
        if key not in self._made and self._size + size <= self._most:
            self._made[key] = column
            self._size += size

    def forget(self, part: str) -> None:
        for kept in (self._kept, self._made):
            for key in [key for key in kept if key[0] == part]:
                self._size -= int(kept.pop(key).estimated_size())


class Stored(Part):
    """Reads a column when it is first asked for."""

    def __init__(self, folder: Path, kept: Kept, columns: Columns) -> None:
        super().__init__(kept.began, kept.height)
        self.kept = kept
        self._folder = folder / kept.name
        self._columns = columns

    def own(self, grain: str, names: Sequence[str]) -> Sequence[pl.Series]:
        found = {name: self._columns.get((self.kept.name, grain, name)) for name in names}
        missing = [name for name, column in found.items() if column is None]
        if missing:
            found |= self._read(grain, missing)
        return [column for name in names if (column := found[name]) is not None]

    def tables(self) -> Tables:
        """Everything of it, past the columns that are kept."""
        read = {grain: pl.read_parquet(self._file(grain)) for grain in NOTHING if grain != "presence"}
        began = read["conversations"]["started_at"].cum_sum()
        found = {"presence": NOTHING["presence"]}
        for grain, rows in read.items():
            nth = None if grain == "conversations" else rows[NTH].cum_sum()
            found[grain] = pl.DataFrame([_unpacked(column, nth, began) for column in rows]).cast(
                dict(NOTHING[grain].schema)  # type: ignore[arg-type]
            )
        return {grain: rows.select(NOTHING[grain].columns) for grain, rows in found.items()}

    def _read(self, grain: str, names: list[str]) -> dict[str, pl.Series]:
        rows = pl.read_parquet(self._file(grain), columns=names, parallel="none").rechunk()
        began = rows["started_at"].cum_sum() if names == ["started_at"] else self._began()
        if grain == "conversations":
            nth = None
        else:
            nth = rows[NTH].cum_sum() if names == [NTH] else self.own(grain, [NTH])[0]
        found = {column.name: _unpacked(column, nth, began) for column in rows}
        for name, column in found.items():
            self._columns.keep((self.kept.name, grain, name), column)
        return found

    def _began(self) -> pl.Series:
        return self.own("conversations", ["started_at"])[0]

    def _shared(self, grain: str, names: Sequence[str]) -> dict[str, pl.Series]:
        found, kept = {}, f"{grain} of its conversation"
        for name in names:
            column = self._columns.get((self.kept.name, kept, name))
            if column is None:
                column = super()._shared(grain, [name])[name]
                self._columns.keep_made((self.kept.name, kept, name), column)
            found[name] = column
        return found

    def _file(self, grain: str) -> Path:
        return self._folder / f"{grain}.parquet"


def write(folder: Path, name: str, month: str, tables: Tables) -> Kept:
    """A new part with these conversations. It counts once the manifest names it."""
    tables = ordered(tables)
    began = tables["conversations"]["started_at"]
    half = folder / f"{name}.half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for grain, rows in tables.items():
        if grain != "presence":
            packed = _packed(rows, began)
            packed.write_parquet(
                half / f"{grain}.parquet",
                compression="zstd",
                compression_level=_LEVEL,
                statistics=False,
                row_group_size=max(1, packed.height),
            )
    for file in half.iterdir():
        _on_disk(file)
    shutil.rmtree(folder / name, ignore_errors=True)
    os.replace(half, folder / name)
    return Kept(name, month, (began.min(), began.max()), began.len(), size_of(folder / name))  # type: ignore[arg-type]


def size_of(part: Path) -> int:
    """In bytes; of what is not there none."""
    return sum(file.stat().st_size for file in part.iterdir()) if part.is_dir() else 0


def _on_disk(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())


def _packed(rows: pl.DataFrame, began: pl.Series) -> pl.DataFrame:
    nth = rows[NTH] if NTH in rows.columns else None
    return pl.DataFrame([_packed_column(column, nth, began) for column in rows])


def _packed_column(column: pl.Series, nth: pl.Series | None, began: pl.Series) -> pl.Series:
    if _is_rising(column.name, nth):
        return column - column.shift(1, fill_value=0)
    if _is_instant(column):
        return column - (began if nth is None else began.gather(nth))
    if is_coded(column.name, column.dtype):
        return column.cast(pl.Categorical)
    return column


def _unpacked(column: pl.Series, nth: pl.Series | None, began: pl.Series) -> pl.Series:
    if _is_rising(column.name, nth):
        return column.cum_sum()
    if _is_instant(column):
        return column + (began if nth is None else began.gather(nth))
    return column


def _is_rising(name: str, nth: pl.Series | None) -> bool:
    """Rows lie in that order, so it is kept as the step from the one before."""
    return name == (NTH if nth is not None else "started_at")


def _is_instant(column: pl.Series) -> bool:
    return column.dtype == pl.Int64 and (column.name.endswith("_at") or column.name in _INSTANTS)
