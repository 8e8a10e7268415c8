"""What each test would make anew and alike: an SQLite file with our schema, the hash of a password."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from argon2 import PasswordHasher

from server.store.database import Database
from server.store.writing.by_thread import Thread

# A server's log has 32 MB from its start on. Written by each of a thousand tests they took nearly half of
# what a house costs. Servers with a process of their own have them.
Thread.room = 50

_migrated: list[bytes] = []


async def prepared(url: str) -> str:
    """The same URL. If it is of an SQLite file that is not there, it is now, with our schema: one is migrated
    for each process and then copied. PostgreSQL has a template for that, see `fresh_database`.
    """
    file = Database(url).file
    if file is not None and not file.exists():
        if not _migrated:
            _migrated.append(await _made())
        file.write_bytes(_migrated[0])
    return url


async def _made() -> bytes:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/prepared.db")
        await database.open()
        await database.close()
        return _only_file(Path(folder)).read_bytes()


def _only_file(folder: Path) -> Path:
    """Nothing may be left in a log beside it."""
    (file,) = folder.iterdir()
    return file


@cache
def hash_of(password: str) -> str:
    """A cheap one. How long it takes to look at a password is told by those that `sets_password` has made."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)
