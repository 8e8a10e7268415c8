"""`chat-butler timeline import`: what it says of a file, and of what it has done with it."""

import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import typer

from server.clock import wall_clock
from server.progress import progress

if TYPE_CHECKING:
    from server.store.imported import Imported
    from server.store.kept import Kept
    from server.store.timeline_file import Problem

Work = Callable[["Kept"], Coroutine[Any, Any, "Imported"]]


def import_(
    file: Path, rewrite_history: bool, as_json: bool, with_data: Callable[[Work], "Imported"]
) -> None:
    """Exit 1 when something is wrong with the file: then nothing has been stored."""
    from server.desk.later.still_due import still_due
    from server.store.imported import Derived, Unimportable, imported, judged

    if not file.is_file():
        raise ValueError(f"there is no file {file}")
    begun, now = time.monotonic(), wall_clock()
    try:
        with progress("reading") as tell:
            found = judged(file, now, tell)

        async def store(kept: "Kept") -> "Imported":
            directory = kept.directory
            derived = Derived(
                directory.calendars_ever, lambda state, events: still_due(state, events, directory)
            )
            with progress("storing") as tell:
                return await imported(
                    kept.timeline, derived, file, found, tell, now=now, rewrites_history=rewrite_history
                )

        done = with_data(store)
    except Unimportable as problem:
        _say_why_not(problem.problems, as_json)
        raise typer.Exit(1) from None
    _say_done(done, time.monotonic() - begun, as_json)


def _say_why_not(problems: Sequence["Problem"], as_json: bool) -> None:
    if as_json:
        told = [{"line": problem.line, "reason": problem.reason} for problem in problems]
        typer.echo(orjson.dumps({"events": 0, "timelines": 0, "problems": told}).decode())
        return
    for problem in problems:
        typer.echo(f"line {problem.line}: {problem.reason}", err=True)
    many = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
    typer.echo(f"chat-butler: nothing was imported; {many}", err=True)


def _say_done(done: "Imported", seconds: float, as_json: bool) -> None:
    if as_json:
        told = {"events": done.events, "timelines": done.timelines, "problems": []}
        return typer.echo(orjson.dumps(told).decode())
    rate = done.events / max(seconds, 0.001)
    typer.echo(f"imported {done.events} events of {done.timelines} timelines, {rate:,.0f} a second")
