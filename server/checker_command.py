"""`chat-butler checker`: whether a chat lost, doubled or mixed up anything, judged from a history file."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


def checker(
    history: Annotated[Path, typer.Argument(help="JSON Lines; docs/checker.md says of what.")],
    examples: Annotated[int, typer.Option(min=0, help="How many to show of each point.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Judge what a chat's clients did and saw against what it stored; exit 1 if anything is wrong."""
    from server.checker.history import Unreadable, read
    from server.checker.points import judge
    from server.progress import progress

    try:
        with progress("history") as tell:
            verdict = judge(read(history, tell), examples)
    except Unreadable as problem:
        raise ValueError(str(problem)) from None
    except OSError as problem:
        raise ValueError(f"{history}: {problem.strerror}") from None
    if as_json:
        sys.stdout.write(orjson.dumps(verdict.as_json(), option=orjson.OPT_APPEND_NEWLINE).decode())
    else:
        for line in (*verdict.lines(), verdict.summary()):
            typer.echo(line)
    raise typer.Exit(0 if verdict.clean else 1)
