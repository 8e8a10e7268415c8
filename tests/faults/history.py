"""Writes the history that `chat-butler checker` judges; see server/checker/history.py for the records."""

import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from server.checker import history as h


class History:
    """One file. `with History(path) as history:`; everything is on disk when it is closed or flushed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.operations = 0
        self._file = path.open("wb")
        self._encode = msgspec.json.Encoder().encode
        self._sockets = 0

    def invoke(self, client: str, do: str, **more: Any) -> int:
        """An operation begins. Gives its number, for `ok`, `fail`, `info`. `more`: id, conversation, text."""
        self.operations += 1
        self.put(h.Invoke(time.monotonic(), self.operations, client, do, **more))
        return self.operations

    def ok(self, op: int, conversation: str | None = None, seq: int | None = None, refused: int = 0) -> None:
        self.put(h.Ok(time.monotonic(), op, conversation, seq, refused))

    def fail(self, op: int, code: str) -> None:
        """It certainly did not happen."""
        self.put(h.Fail(time.monotonic(), op, code))

    def info(self, op: int, why: str) -> None:
        """Nobody knows whether it happened."""
        self.put(h.Info(time.monotonic(), op, why))

    def client(self, client: str, person: str, kind: str) -> None:
        self.put(h.Client(client, person, kind))

    def new_socket(self) -> int:
        self._sockets += 1
        return self._sockets

    def seen(self, client: str, socket: int, conversation: str, seq: int) -> None:
        self.put(h.Seen(time.monotonic(), client, socket, conversation, seq))

    def final(self, client: str, conversation: str, events: list[list[Any]], **state: Any) -> None:
        self.put(h.Final(client, conversation, events, state))

    def put(self, record: h.Record) -> None:
        self._file.write(self._encode(record) + b"\n")

    def put_all(self, records: Iterable[h.Record]) -> None:
        for record in records:
            self.put(record)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> "History":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
