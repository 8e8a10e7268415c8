"""The folder of stored parts, and the manifest that says which of them count, and up to which change.

It is disposable: what is missing, torn or of other columns is left out, and copied anew from the facts.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import polars as pl

from server.core.kpis.tables import Tables
from server.store import records

from .bare import NOTHING, newest, taken
from .locked import Lock
from .parts import Held
from .stored import Columns, Kept, Stored, size_of, write

MANY = 4  # parts of one month
LARGEST = 60_000  # conversations of a part
TORN = 0.1  # of a part is hidden: it is worth writing anew
_FORMAT = 3


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A record that was copied: of another database it would be another."""

    kind: str
    subject: str
    change: int
    crc: int


@dataclass(frozen=True, slots=True)
class Manifest:
    mark: int
    number: int
    parts: tuple[Kept, ...]
    late: Kept | None
    newest: tuple[Fingerprint, ...]


def schema_number() -> str:
    """Of all columns, and of how they are written."""
    columns = {
        grain: {name: str(kind) for name, kind in rows.schema.items()} for grain, rows in NOTHING.items()
    }
    told = json.dumps([_FORMAT, records.SCHEMA, pl.__version__.split(".")[0], columns])
    return sha256(told.encode()).hexdigest()[:12]


class Shelf:
    """`folder` None, or somebody else's: a folder of its own, which goes with it."""

    def __init__(self, folder: Path | None, memory: int) -> None:
        self.columns = Columns(memory)
        self.parts: list[Stored] = []
        self._read: WeakValueDictionary[str, Stored] = WeakValueDictionary()
        self._number = 0
        self._lock = Lock()
        self._own: tempfile.TemporaryDirectory[str] | None = None
        self._wanted = folder
        self._folder: Path | None = None

    @property
    def folder(self) -> Path:
        """Made when the first part is written."""
        if self._folder is None:
            self._folder = self._moved_in()
        if self._folder is None:
            self._own = tempfile.TemporaryDirectory(prefix="chat-butler-reports-")
            self._folder = Path(self._own.name)
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    def _moved_in(self) -> Path | None:
        wanted, self._wanted = self._wanted, None
        return wanted / schema_number() if wanted is not None and self._lock.take(wanted) else None

    def opened(self) -> tuple[Manifest, Held, pl.DataFrame] | None:
        """What was saved last: its manifest, what had changed lately, and who was there. None: nothing."""
        if self._wanted is None or not self._wanted.is_dir() or (folder := self._moved_in()) is None:
            return None
        self._folder = folder
        try:
            manifest = _manifest(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
            for kept in (*manifest.parts, *([manifest.late] if manifest.late else [])):
                if size_of(folder / kept.name) != kept.bytes:
                    raise ValueError(f"{kept.name} is not as it was written")
            self._sweep(manifest)
            self.parts = [self._part(folder, kept) for kept in manifest.parts]
            late = Stored(folder, manifest.late, self.columns).tables() if manifest.late else NOTHING
            presence = pl.read_parquet(folder / f"presence.{manifest.number}")
            self._number = manifest.number
            self._hide_the_older()
        except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
            self.clear()
            return None
        return manifest, Held(late), presence

    def clear(self) -> None:
        self.parts = []
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def all(self) -> int:
        """Conversations, hidden ones too."""
        return sum(part.height for part in self.parts)

    def height(self, month: str) -> int:
        """Conversations that are to be seen."""
        return sum(part.height - part.hidden for part in self._of(month))

    def add(self, month: str, tables: Tables) -> None:
        self._number += 1
        kept = write(self.folder, f"{month}.{self._number}", month, tables)
        self.parts.append(self._part(self.folder, kept))

    def _part(self, folder: Path, kept: Kept) -> Stored:
        part = self._read[kept.name] = Stored(folder, kept, self.columns)
        return part

    def tidy(self, at_once: bool = False) -> None:
        """Parts of which much is hidden are written anew, and small ones of a month together if there are
        many; `at_once`: if there are several. None becomes so large that memory would not hold it.
        """
        if at_once:
            self._hide_the_older()
        for month in sorted({part.kept.month for part in self.parts}):
            for part in self._of(month):
                if part.hidden > TORN * part.height:
                    self._rewrite(month, [part])
            small = [part for part in self._of(month) if part.height <= LARGEST / 2]
            if len(small) > (1 if at_once else MANY):
                for together in _fitting(small):
                    self._rewrite(month, together)

    def _rewrite(self, month: str, parts: Sequence[Stored]) -> None:
        found = newest(
            [part.tables() if part.seen is None else taken(part.tables(), part.seen) for part in parts]
        )
        self.parts = [part for part in self.parts if part not in parts]
        for part in parts:
            self.columns.forget(part.kept.name)
        if found["conversations"].height:
            self.add(month, found)

    def save(self, mark: int, late: Tables, presence: pl.DataFrame, newest: Sequence[Fingerprint]) -> None:
        """From here on a start begins with this. Whatever the manifest does not name goes."""
        self._number += 1
        kept = None
        if late["conversations"].height:
            kept = write(self.folder, f"late.{self._number}", "", late)
        presence.write_parquet(self.folder / f"presence.{self._number}")
        manifest = Manifest(mark, self._number, tuple(part.kept for part in self.parts), kept, tuple(newest))
        half = self.folder / "manifest.half"
        with half.open("w", encoding="utf-8") as file:
            json.dump(asdict(manifest), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, self.folder / "manifest.json")
        self._sweep(manifest)

    def bytes(self) -> int:
        return sum(part.kept.bytes for part in self.parts)

    def close(self) -> None:
        if self._own is not None:
            self._own.cleanup()
        self._lock.release()

    def _of(self, month: str) -> list[Stored]:
        return [part for part in self.parts if part.kept.month == month]

    def _hide_the_older(self) -> None:
        for number, part in enumerate(self.parts):
            for older in self._of(part.kept.month):
                if older in self.parts[:number]:
                    older.hide(part.own("conversations", ["conversation"])[0])

    def _sweep(self, manifest: Manifest) -> None:
        named = {"manifest.json", f"presence.{manifest.number}", *(kept.name for kept in manifest.parts)}
        named |= {manifest.late.name} if manifest.late else set()
        named |= set(self._read)  # by somebody who has not come to their end yet
        for one in self.folder.iterdir():
            if one.name not in named:
                shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink(missing_ok=True)
        if self._own is None:
            for other in self.folder.parent.iterdir():
                if other != self.folder and _is_of_another_schema(other):
                    shutil.rmtree(other, ignore_errors=True)


def _fitting(parts: Sequence[Stored]) -> list[list[Stored]]:
    """Several at a time that make no part too large."""
    found: list[list[Stored]] = [[]]
    for part in parts:
        if sum(one.height for one in found[-1]) + part.height > LARGEST:
            found.append([])
        found[-1].append(part)
    return [together for together in found if len(together) > 1]


def _is_of_another_schema(folder: Path) -> bool:
    """The operator may have named a folder in which other things are, too."""
    return bool(re.fullmatch("[0-9a-f]{12}", folder.name)) and (folder / "manifest.json").is_file()


def _manifest(told: dict[str, Any]) -> Manifest:
    late = told["late"]
    return Manifest(
        told["mark"],
        told["number"],
        tuple(_kept(one) for one in told["parts"]),
        None if late is None else _kept(late),
        tuple(Fingerprint(**one) for one in told["newest"]),
    )


def _kept(told: dict[str, Any]) -> Kept:
    return Kept(**{**told, "began": tuple(told["began"])})
