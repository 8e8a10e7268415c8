"""The other end: reads requests from a pipe until it closes. Only here is Polars imported."""

import gc
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.listing import Listing
from server.core.replay import FloorOf
from server.core.staffing.past import PastOf
from server.core.staffing.wanted import StaffingOf
from server.priority import give_way

from .exporting import Begin, End, More, Tables, Wish

if TYPE_CHECKING:
    from .copy import Copy
    from .exported import AtWork


@dataclass(frozen=True, slots=True)
class Figures:
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as JSON, and `more` fields: the chat's process only hands it on, and takes nothing apart."""

    ask: Ask
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    wanted: Listing


@dataclass(frozen=True, slots=True)
class Tree:
    """What goes with satisfaction, of what is asked there."""

    ask: Ask


@dataclass(frozen=True, slots=True)
class Failure:
    problem: str


@dataclass(frozen=True, slots=True)
class Floor:
    """`names`: of agents and teams."""

    wanted: FloorOf
    names: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Copied:
    """No answer yet: so many records have been taken in for it."""

    records: int


Request = Figures | Written | Rows | Tree | Floor | StaffingOf | PastOf | Wish


def run(pipe: Connection, url: str, folder: Path | None, memory: int) -> None:
    """The life of the process."""
    # Ctrl-C is the server's business; it closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Not at once: a folder of its own goes with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    # The other core belongs to the chat, and so does this one whenever it wants it.
    give_way(10)
    os.environ["POLARS_MAX_THREADS"] = "1"
    # Polars' memory on Linux, if nobody said otherwise. What one step gives back the next one takes: with the
    # system asked for it each time, a long period takes half as long again.
    os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:true,dirty_decay_ms:30000,muzzy_decay_ms:0")
    # An answer of thousands of groups is no circle: to look for some would take as long as to make it.
    gc.set_threshold(200_000)
    from .copy import Copy
    from .exported import AtWork
    from .source import source_of

    copy, exports = Copy(source_of(url), folder, memory, lambda records: pipe.send(Copied(records))), AtWork()
    while True:
        try:
            pipe.send(_answer(copy, exports, pipe.recv()))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            # Whoever asked is gone, killed perhaps in the middle of it: nobody is left to work for.
            return


def _answer(copy: "Copy", exports: "AtWork", request: Request) -> Any:  # noqa: ANN401
    from server.core.kpis import behind, figure, tree

    from . import floor, past, staffing
    from .open_days import with_hours

    def figured(ask: Ask) -> dict[str, Any]:
        return figure.figure(copy.frames(ask.as_of), with_hours(ask, copy.source))

    try:
        if isinstance(request, More | End):
            return exports.answer(copy, request)
        copy.pull()
        if isinstance(request, Tables | Begin):
            return exports.answer(copy, request)
        if isinstance(request, Floor):
            return floor.day(copy.frames(None), copy.source, request.wanted, request.names)
        if isinstance(request, StaffingOf):
            return staffing.week(copy.frames(None), copy.source.calendars(), request)
        if isinstance(request, PastOf):
            return past.past(copy.frames(None), request, copy.source)
        if isinstance(request, Tree):
            return tree.tree(copy.frames(request.ask.as_of), request.ask)
        if isinstance(request, Rows):
            return behind.rows_behind(copy.frames(request.wanted.ask.as_of), request.wanted)
        if isinstance(request, Written):
            return orjson.dumps({**figured(request.ask), **request.more})
        return [figured(ask) for ask in request.asks]
    except Exception as problem:  # whatever it is, the next question deserves an answer
        return Failure(f"{type(problem).__name__}: {problem}")
