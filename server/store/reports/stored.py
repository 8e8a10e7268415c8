"""Parts on disk: a folder each, with a Parquet file a grain, written so that little is left to write."""

import os
import shutil
import sys
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from server.core.kpis.tables import NTH, Tables

from . import packed
from .bare import NOTHING, ordered
from .parts import OWN, Part

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
    """Columns that have been read, or made of such: the last used ones, as many as fit into so many bytes.

    What the present question has used is not given up for more of its own: it reads parts in their order,
    and the next time it would miss each just before it comes to it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._question = 0
        self._kept: OrderedDict[Key, tuple[pl.Series, int]] = OrderedDict()

    @property
    def size(self) -> int:
        return self._size

    def asked(self) -> None:
        """Another question."""
        self._question += 1

    def get(self, key: Key) -> pl.Series | None:
        if key not in self._kept:
            return None
        column, _ = self._kept.pop(key)
        self._kept[key] = column, self._question
        return column

    def keep(self, key: Key, column: pl.Series) -> None:
        size = int(column.estimated_size())
        if key in self._kept or size > self._most or not self._has_room(size):
            return
        self._kept[key] = column, self._question
        self._size += size

    def forget(self, part: str) -> None:
        for key in [key for key in self._kept if key[0] == part]:
            self._drop(key)

    def _has_room(self, size: int) -> bool:
        """Or makes it."""
        while self._size + size > self._most and self._kept:
            oldest, (_, question) = next(iter(self._kept.items()))
            if question == self._question:
                return False
            self._drop(oldest)
        return True

    def _drop(self, key: Key) -> None:
        column, _ = self._kept.pop(key)
        self._size -= int(column.estimated_size())


class Stored(Part):
    """Reads a column when it is first asked for."""

    def __init__(self, folder: Path, kept: Kept, columns: Columns) -> None:
        super().__init__(kept.began, kept.height)
        self.kept = kept
        self._folder = folder / kept.name
        self._columns = columns

    def own(self, grain: str, names: Sequence[str]) -> Sequence[pl.Series]:
        known: dict[str, pl.Series] = {}
        missing: list[str] = []
        for name in names:
            self._look_up(grain, name, known, missing)
        if missing:
            self._read(grain, missing, known)
        return [known[name] for name in names]

    def tables(self) -> Tables:
        """Everything of it, past the columns that are kept."""
        apart = Stored(self._folder.parent, self.kept, Columns(sys.maxsize))
        read = {
            grain: pl.DataFrame(apart.own(grain, rows.columns)).cast(dict(rows.schema))  # type: ignore[arg-type]
            for grain, rows in NOTHING.items()
            if grain != "presence"
        }
        return {**read, "presence": NOTHING["presence"]}

    def _look_up(self, grain: str, name: str, known: dict[str, pl.Series], missing: list[str]) -> None:
        """What is missing comes after what it is made of."""
        if name in known or name in missing:
            return
        column = self._columns.get((self.kept.name, grain, name))
        if column is not None:
            known[name] = column
        elif name not in OWN[grain]:
            known[name] = super()._shared(grain, [name])[name]
        else:
            for needed in packed.needs(grain, name):
                self._look_up(grain, needed, known, missing)
            missing.append(name)

    def _read(self, grain: str, names: Sequence[str], known: dict[str, pl.Series]) -> None:
        on_disk = [one for name in names for one in packed.on_disk(grain, name)]
        rows = pl.read_parquet(self._file(grain), columns=on_disk, parallel="none").rechunk()
        for name in names:
            known[name] = column = packed.unpacked(grain, name, rows, known)
            self._columns.keep((self.kept.name, grain, name), column)

    def _shared(self, grain: str, names: Sequence[str]) -> dict[str, pl.Series]:
        found, kept = {}, f"{grain} of its conversation"
        for name in names:
            column = self._columns.get((self.kept.name, kept, name))
            if column is None:
                column = super()._shared(grain, [name])[name]
                self._columns.keep((self.kept.name, kept, name), column)
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
            of_each = began if grain == "conversations" else began.gather(rows[NTH])
            left = packed.packed(grain, rows, of_each)
            left.write_parquet(
                half / f"{grain}.parquet",
                compression="zstd",
                compression_level=_LEVEL,
                statistics=False,
                row_group_size=max(1, left.height),
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
