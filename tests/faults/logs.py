"""Unhandled exceptions in a server's log, however they were written down."""

import json
from collections.abc import Iterator, Sequence

SIGNS = ("Traceback (most recent call last)", "exception was never retrieved", "Exception in callback")


def exceptions(log: str, expected: Sequence[str] = ()) -> Iterator[str]:
    """One line each: what was said, and what it was. Those that contain one of `expected` are left out."""
    lines = log.splitlines()
    for number, line in enumerate(lines):
        found = _structured(line) if line.startswith("{") else _plain(lines, number)
        if found is not None and not any(word in found for word in expected):
            yield found


def _structured(line: str) -> str | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if said.get("level") not in ("error", "critical") and "exception" not in said:
        return None
    problems = said.get("exception") or []
    kinds = [f"{one.get('exc_type')}: {one.get('exc_value')}" for one in problems if isinstance(one, dict)]
    return " ".join([str(said.get("event")), str(said.get("command", "")), *kinds]).strip()


def _plain(lines: list[str], number: int) -> str | None:
    if not any(sign in lines[number] for sign in SIGNS):
        return None
    if "Traceback" not in lines[number]:
        return lines[number]
    after = (line for line in lines[number + 1 :] if line and not line.startswith((" ", "\t")))
    return next(after, lines[number])
