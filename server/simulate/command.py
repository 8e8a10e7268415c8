"""`chat-butler simulate`: a day of visitors and agents in seconds, beside what queueing theory says of it."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from .day import Lived
    from .figures import Measured, Result
    from .scenario import Scenario

Plain = dict[str, Any]

NAMES = {
    "mean_wait": "Wait, mean of all",
    "asa": "Wait of the answered",
    "service_level": "Service level",
    "abandonment": "Abandonment",
    "slot_occupancy": "Occupancy of slots",
    "occupancy": "Occupancy of agents",
}


def simulate(
    scenario: Annotated[Path | None, typer.Argument(help="A JSON file, see docs/simulate.md.")] = None,
    arrivals: Annotated[float | None, typer.Option(help="Visitors an hour.")] = None,
    hours: Annotated[float | None, typer.Option(help="How long people come.")] = None,
    warm_up: Annotated[float | None, typer.Option(help="Hours of it that do not count yet.")] = None,
    handling: Annotated[float | None, typer.Option(help="Mean seconds that a conversation takes.")] = None,
    patience: Annotated[float | None, typer.Option(help="Mean seconds until somebody gives up.")] = None,
    agents: Annotated[int | None, typer.Option(help="How many agents.")] = None,
    slots: Annotated[int | None, typer.Option(help="Conversations at once, of each agent.")] = None,
    within: Annotated[int | None, typer.Option(help="Seconds of the service level.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same day.")] = None,
    data: Annotated[Path | None, typer.Option(help="Keep it, as a SQLite database in this folder.")] = None,
    database_url: Annotated[str | None, typer.Option(help="postgresql://… of an empty database.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit 1 where theory is outside.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Live through a day on the real desk in seconds, and compare it with queueing theory."""
    from .scenario import Scenario

    single = {
        "arrivals": arrivals, "hours": hours, "warm_up": warm_up, "handling": handling, "patience": patience,
        "within": within, "seed": seed,
    }  # fmt: skip
    plain = _read(scenario) | {name: value for name, value in single.items() if value is not None}
    chosen = Scenario.from_plain(_with_agents(plain, agents, slots))
    with _database(data, database_url) as url:
        lived, result = _simulated(chosen, url, lasting=bool(data or database_url))
    if as_json:
        typer.echo(json.dumps(_plain(chosen, lived, result)))
    else:
        typer.echo(
            "\n".join(
                [
                    *_table(chosen, lived, result),
                    "",
                    *_notes(chosen, lived, result, _kept_in(data, database_url)),
                ]
            )
        )
    if check and any(one.agrees is False for one in result.measured):
        raise typer.Exit(1)


def _read(path: Path | None) -> Plain:
    if path is None:
        return {}
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ValueError(f"{path}: {problem.strerror}") from None
    except ValueError:
        raise ValueError(f"{path} is not JSON") from None
    if not isinstance(plain, dict):
        raise ValueError(f"{path}: a scenario is a JSON object")
    return plain


def _with_agents(plain: Plain, agents: int | None, slots: int | None) -> Plain:
    if agents is None and slots is None:
        return plain
    if "agents" in plain:
        raise ValueError("the scenario says who is there; leave out --agents and --slots")
    return plain | {"agents": [{"count": agents or 6, "slots": slots or 1}]}


@contextmanager
def _database(data: Path | None, database_url: str | None) -> Iterator[str]:
    from server.settings import sqlite_url

    if data is not None and database_url is not None:
        raise ValueError("name a folder or a database, not both")
    if database_url is not None:
        yield database_url
    elif data is not None:
        yield sqlite_url(data)
    else:
        with tempfile.TemporaryDirectory(prefix="chat-butler-simulate-") as folder:
            yield sqlite_url(Path(folder))


def _simulated(scenario: "Scenario", url: str, lasting: bool) -> tuple["Lived", "Result"]:
    from bot import butler
    from server.progress import progress

    from .day import live
    from .figures import copied, result

    with progress("visitors") as tell:
        lived = asyncio.run(live(scenario, url, butler.decide, tell, lasting=lasting))
    return lived, result(copied(url), scenario, lived)


def _plain(scenario: "Scenario", lived: "Lived", result: "Result") -> Plain:
    return {
        "seed": scenario.seed,
        "from": lived.since,
        "to": lived.until,
        "came": lived.came,
        "gave_up": lived.gave_up,
        "events": lived.events,
        "took": round(lived.took, 3),
        **result.counts,
        "figures": [
            {
                "id": one.name, "unit": one.unit, "value": one.value, "low": one.low, "high": one.high,
                "theory": one.theory, "agrees": one.agrees,
            }
            for one in result.measured
        ],
        "waits": result.waits,
        "why_no_theory": result.why_not,
    }  # fmt: skip


def _table(scenario: "Scenario", lived: "Lived", result: "Result") -> list[str]:
    from .theory import name_of

    counts = result.counts
    counted = (lived.until - lived.since) / 3_600_000
    theory = name_of(scenario) if result.why_not is None else ""
    lines = [
        f"{lived.came:,} visitors in {scenario.hours:g} h, {counted:g} h of it counted; seed {scenario.seed}",
        f"{counts['offered']:,} queued, {counts['answered']:,} taken, {counts['abandoned']:,} gave up",
        "",
        f"{'':<22}{'simulated':>12}   {'99 % interval':<20}{theory}".rstrip(),
    ]
    for one in result.measured:
        name = f"{NAMES[one.name]}{f', {scenario.within} s' if one.name == 'service_level' else ''}"
        lines.append(f"{name:<22}{_shown(one.value, one):>12}   {_interval(one):<20}{_theory(one)}".rstrip())
    return lines


def _shown(value: float | None, one: "Measured") -> str:
    return "none" if value is None else f"{value:.1f} {one.unit}"


def _interval(one: "Measured") -> str:
    return "" if one.low is None else f"{one.low:.1f} to {one.high:.1f}"


def _theory(one: "Measured") -> str:
    if one.theory is None:
        return ""
    return f"{_shown(one.theory, one)}{'' if one.agrees is not False else '  outside'}"


def _notes(scenario: "Scenario", lived: "Lived", result: "Result", kept_in: str) -> list[str]:
    notes = ["Intervals by batch means (20 batches); they are too narrow where a batch is short."]
    if not scenario.is_steady:
        notes = ["No intervals, for the hours are not alike: other seeds show how much of it is chance."]
    if result.why_not is not None:
        notes.append(f"Queueing theory has no formula for it: {result.why_not}.")
    elif all(one.theory is None or one.name != "mean_wait" for one in result.measured):
        notes.append("Understaffed: more comes than can be served, and nobody gives up.")
    if result.waits:
        kept, unrounded = (_percent(result.waits[name]) for name in ("kept", "unrounded"))
        notes.append(f"Waits that visitors were told came true for {kept}; not rounded, for {unrounded}.")
    return [*notes, f"{lived.events:,} events, {lived.commits:,} commits in {lived.took:.1f} s; {kept_in}."]


def _kept_in(data: Path | None, database_url: str | None) -> str:
    if data is not None:
        return f"kept in {data}"
    if database_url is not None:
        return "kept in that database"
    return "SQLite in a folder that is thrown away, without waiting for the disk"


def _percent(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f} %"
