"""The other end: reads requests from a pipe until it closes. Only here is Polars imported."""

import os
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from server.core.kpis.ask import Ask

if TYPE_CHECKING:
    from .copy import Copy


@dataclass(frozen=True, slots=True)
class Figures:
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """`excluded`: the reason for which the wanted rows do not count; None: those that do."""

    ask: Ask
    excluded: str | None
    limit: int


@dataclass(frozen=True, slots=True)
class Failure:
    problem: str


Request = Figures | Rows


def run(pipe: Connection, url: str) -> None:
    """The life of the process."""
    # Ctrl-C is the server's business; it closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The other core belongs to the chat.
    os.environ["POLARS_MAX_THREADS"] = "1"
    from .copy import Copy
    from .source import source_of

    copy = Copy(source_of(url))
    while True:
        try:
            request = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(copy, request))


def _answer(copy: "Copy", request: Request) -> Any:  # noqa: ANN401
    from server.core.kpis import figure

    try:
        copy.pull()
        if isinstance(request, Rows):
            frames = copy.frames(request.ask.as_of)
            return figure.rows_behind(frames, request.ask, request.excluded, request.limit)
        return [figure.figure(copy.frames(ask.as_of), ask) for ask in request.asks]
    except Exception as problem:  # whatever it is, the next question deserves an answer
        return Failure(f"{type(problem).__name__}: {problem}")
