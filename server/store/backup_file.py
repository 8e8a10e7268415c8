"""A backup as a file: a zip of rows in parts, and a manifest that vouches for every one of them.

`manifest.json` says what is inside; `tables/NAME.000001.jsonl` and so on hold a row a line, as a JSON
array in the order of the manifest's columns, bytes as base64. Nothing in it is ever unpacked to a path.
"""

import hashlib
import os
import re
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_PART = 64_000_000  # bytes
LARGEST_MANIFEST = 16_000_000  # bytes

_PART = re.compile(r"tables/[a-z_]{1,63}\.[0-9]{6}\.jsonl", re.ASCII)
# What zipfile raises over bytes that are no zip, or another one than it says.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    struct.error,
)


class BadBackup(Exception):
    """This file cannot be restored, or not there; the message says why, in one line."""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`binary`: those of its columns that hold bytes."""

    name: str
    columns: list[str]
    binary: list[str]
    rows: int


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A member of the zip; `size` in bytes, `sha256` of its content."""

    name: str
    table: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`version` of the program, `schema` of the database; `made_at` in ms: when the backup was begun."""

    format: int
    version: str
    schema: str
    made_at: int
    database: str
    tables: list[Table]
    parts: list[Part]


class _Form(msgspec.Struct, frozen=True):
    format: int


class Writing:
    """Takes parts, in order, and at last the manifest."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.parts: list[Part] = []
        self._zip = archive

    def add(self, table: str, content: bytes) -> None:
        number = 1 + sum(part.table == table for part in self.parts)
        name = f"tables/{table}.{number:06}.jsonl"
        self._write(name, content)
        self.parts.append(Part(name, table, len(content), hashlib.sha256(content).hexdigest()))

    def seal(self, manifest: Manifest) -> None:
        self._write(MANIFEST, msgspec.json.encode(manifest))

    def _write(self, name: str, content: bytes) -> None:
        member = zipfile.ZipInfo(name)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = 0o600 << 16
        self._zip.writestr(member, content)


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """Under its name there is a whole backup or none. Only its owner may read it."""
    if path.exists():
        raise BadBackup(f"{path} is there already; name another file")
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                yield Writing(archive)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


class Reading:
    """An archive whose every byte was checked before anything is taken from it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.manifest = self._manifest()
        self._check_names()

    def check(self) -> Iterator[Part]:
        """Reads every part through. Raises BadBackup at the first that is not as the manifest says."""
        for part in self.manifest.parts:
            self.content(part)
            yield part

    def content(self, part: Part) -> bytes:
        content = self._read(part.name, LARGEST_PART)
        if len(content) != part.size or hashlib.sha256(content).hexdigest() != part.sha256:
            raise BadBackup(f"{part.name} is not what was backed up")
        return content

    def _manifest(self) -> Manifest:
        if MANIFEST not in self._zip.namelist():
            raise BadBackup("this is not a backup: it has no manifest")
        content = self._read(MANIFEST, LARGEST_MANIFEST)
        try:
            form = msgspec.json.decode(content, type=_Form).format
            if form > FORMAT:
                raise BadBackup("this backup was made by a newer Chat Butler: restore it with that one")
            return msgspec.json.decode(content, type=Manifest)
        except (msgspec.MsgspecError, UnicodeError) as problem:
            raise BadBackup(f"its manifest cannot be read: {problem}") from None

    def _check_names(self) -> None:
        promised = [part.name for part in self.manifest.parts]
        for name in promised:
            if not _PART.fullmatch(name):
                raise BadBackup(f"{name[:100]!r} does not belong into a backup")
        if Counter(self._zip.namelist()) != Counter([MANIFEST, *promised]):
            raise BadBackup("what is in it is not what its manifest says")

    def _read(self, name: str, most: int) -> bytes:
        try:
            with self._zip.open(name) as member:
                content = member.read(most + 1)
        except _BROKEN as problem:
            raise BadBackup(f"{name} cannot be read: {problem}") from None
        if len(content) > most:
            raise BadBackup(f"{name} is too large")
        return content


@contextmanager
def reading(path: Path) -> Iterator[Reading]:
    """Raises BadBackup for a file that is none, or is broken, now or while it is read."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BadBackup(f"there is no file {path}") from None
    except _BROKEN as problem:
        raise BadBackup(f"{path} is not a whole backup: {problem}") from None
    with archive:
        yield Reading(archive)
