"""A folder that only one process may use: whoever comes second works without it."""

import sys
from pathlib import Path
from typing import IO


class Lock:
    def __init__(self) -> None:
        self._file: IO[bytes] | None = None

    def take(self, folder: Path) -> bool:
        """False: somebody else has it, or the folder cannot be written to."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = (folder / "lock").open("ab")
        except OSError:
            return False
        if not _locked(file):
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """The system does it too, when the process ends."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
