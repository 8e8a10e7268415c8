"""What waits to be written, and how whoever waits for it is answered; the same for both kinds of database."""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as TimedOut

from server.core.refusals import NotStored

from ..outages import as_refusal
from .many import Question

Work = Callable[[Connection], Any]

MOST_IN_A_COMMIT = 256
OUTAGES = (NotStored, TimedOut, OSError)
CONTESTED = "23"  # PostgreSQL's class of violated constraints


class Contested(Exception):
    """A unique key says that somebody was faster, or that this was stored before."""


@dataclass(slots=True)
class Waiting:
    """Something to write and who waits for it. Work that cannot be merged with others goes alone."""

    item: Any
    done: asyncio.Future[Any]
    alone: bool = False
    result: Any = None
    problem: BaseException | None = None


class Apply(Protocol):
    """Writes the gathered items within the open transaction."""

    def __call__(self, connection: Connection, items: list[Any]) -> None: ...


class InOne(Protocol):
    """The gathered items as one statement; None: they need a transaction."""

    def __call__(self, items: list[Any], dialect: Dialect) -> Question | None: ...


@dataclass
class Tally:
    """How much was shared, for the metrics and the benchmark."""

    commits: int = 0
    items: int = 0


class Lane(Protocol):
    """Writes what it is given, in order."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def put(self, waiting: Waiting) -> None: ...
    def waiting(self) -> int: ...
    def is_alive(self) -> bool: ...


def groups(batch: list[Waiting]) -> list[list[Waiting]]:
    """In order: neighbours that may share a commit together, the others alone."""
    groups: list[list[Waiting]] = []
    for waiting in batch:
        if waiting.alone or not groups or groups[-1][0].alone:
            groups.append([waiting])
        else:
            groups[-1].append(waiting)
    return groups


def may_be_of_one(group: list[Waiting], problem: Exception | None) -> bool:
    """In an outage each would only wait for it, one after the other."""
    return problem is not None and len(group) > 1 and not isinstance(problem, OUTAGES)


def carry_out(connection: Connection, group: list[Waiting], apply: Apply) -> None:
    if group[0].alone:
        group[0].result = group[0].item(connection)
    else:
        apply(connection, [waiting.item for waiting in group])
    went_well(group)


def went_well(group: list[Waiting]) -> None:
    for waiting in group:
        waiting.problem = None


def fail(group: list[Waiting], problem: Exception) -> None:
    answer = _as_answer(problem)
    for waiting in group:
        waiting.problem = answer


def _as_answer(problem: Exception) -> Exception:
    if isinstance(problem, IntegrityError | sqlite3.IntegrityError):
        return Contested(str(problem.args[0]))
    if (getattr(problem, "sqlstate", None) or "").startswith(CONTESTED):
        return Contested(str(problem))
    if isinstance(problem, (DBAPIError, TimedOut, OSError, sqlite3.Error)):
        return as_refusal(problem)
    return problem


def answer(batch: list[Waiting]) -> None:
    for waiting in batch:
        if waiting.done.done():
            continue
        if waiting.problem is not None:
            waiting.done.set_exception(waiting.problem)
        else:
            waiting.done.set_result(waiting.result)
