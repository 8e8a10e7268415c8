"""`chat-butler kpis …`: the registry, a figure with all that belongs to it, and vectors files checked."""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from server.core.hours import BadHours, Calendar
from server.core.kpis import catalogue
from server.core.kpis.asking.ask import Ask, BadAsk, parse
from server.core.kpis.display import shown

Plain = dict[str, Any]
Pairs = list[tuple[str, str]]
Compute = Callable[[Any, Ask], Plain]  # of frames, whose type only Polars knows

app = typer.Typer(no_args_is_help=True, help="KPIs: what there is, a figure, and checks by vectors.")

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """The registry: every KPI with its unit and definition."""
    found = catalogue.entries()
    if as_json:
        return _print_json({"items": found, "next": None})
    for entry in found:
        typer.echo(f"{entry['id']:<20} {entry['name']} ({entry['unit']}): {entry['definition']}")
        typer.echo(f"{'':<20}   {entry['formula']}; of: {entry['population']}")
        for option, says in entry["options"].items():
            typer.echo(f"{'':<20}   --option {option}: {says}")


@app.command()
def show(
    kpi: str,
    timeline: Annotated[
        Path | None, typer.Option(help="JSON Lines of events, instead of a database.")
    ] = None,
    since: Annotated[str | None, typer.Option("--from", help="2026-03-01, or an ISO instant.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="The end, which is not part of it.")] = None,
    tz: Annotated[str | None, typer.Option(help="Report zone; the site's otherwise.")] = None,
    clock: Annotated[str | None, typer.Option(help="wall or business.")] = None,
    by: Annotated[list[str] | None, typer.Option(help="agent, team, site, channel, tag, day, …")] = None,
    as_of: Annotated[str | None, typer.Option(help="As it was known then.")] = None,
    attribution: Annotated[str | None, typer.Option(help="event or cohort.")] = None,
    compare: Annotated[str | None, typer.Option(help="before: with the period before.")] = None,
    target: Annotated[str | None, typer.Option(help="To judge it by, in its unit; or none.")] = None,
    site: str | None = None,
    team: str | None = None,
    agent: str | None = None,
    channel: str | None = None,
    language: str | None = None,
    tag: str | None = None,
    option: Annotated[list[str] | None, typer.Option(help="See: kpis list; repeatable.")] = None,
    calendar: Annotated[Path | None, typer.Option(help="Opening hours, with --timeline.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the SQLite database.")] = None,
    database_url: Annotated[str | None, typer.Option(help="postgresql://… instead of SQLite.")] = None,
    as_json: AsJson = False,
) -> None:
    """A figure with its n, what it leaves out, and its definition."""
    single = {
        "from": since, "to": until, "tz": tz, "clock": clock, "as_of": as_of, "attribution": attribution,
        "compare": compare, "target": target,
        "site": site, "team": team, "agent": agent, "channel": channel, "language": language,
        "tag": tag,
    }  # fmt: skip
    pairs: Pairs = [(name, value) for name, value in single.items() if value is not None]
    pairs += [("by", one) for one in by or []] + [("option", one) for one in option or []]
    with _one_line():
        if timeline is not None:
            answer = _from_file(kpi, pairs, timeline, calendar)
        elif calendar is not None:
            raise BadAsk("--calendar belongs to --timeline; the server keeps its own opening hours")
        else:
            answer = _from_database(kpi, pairs, data, database_url)
    _print_json(answer) if as_json else _print_figure(answer)


@app.command()
def tree(
    timeline: Annotated[
        Path | None, typer.Option(help="JSON Lines of events, instead of a database.")
    ] = None,
    since: Annotated[str | None, typer.Option("--from", help="2026-03-01, or an ISO instant.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="The end, which is not part of it.")] = None,
    tz: Annotated[str | None, typer.Option(help="Report zone; the site's otherwise.")] = None,
    as_of: Annotated[str | None, typer.Option(help="As it was known then.")] = None,
    site: str | None = None,
    team: str | None = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the SQLite database.")] = None,
    database_url: Annotated[str | None, typer.Option(help="postgresql://… instead of SQLite.")] = None,
    as_json: AsJson = False,
) -> None:
    """What goes with satisfaction: wait, transfers, first contact, length."""
    from server.core.kpis.tree import tree as model

    single = {"from": since, "to": until, "tz": tz, "as_of": as_of, "site": site, "team": team}
    pairs: Pairs = [(name, value) for name, value in single.items() if value is not None]
    with _one_line():
        if timeline is not None:
            answer = _from_file("csat", pairs, timeline, None, model)
        else:
            answer = _from_database("csat", pairs, data, database_url, model)
    _print_json(answer) if as_json else _print_tree(answer)


@app.command()
def check(
    file: Path,
    kpi: Annotated[list[str] | None, typer.Option(help="Only cases of this KPI; repeatable.")] = None,
    as_json: AsJson = False,
) -> None:
    """Compute every case of a vectors file; exit 1 if one fails."""
    with _one_line():
        from server.core.kpis.checking import vectors

        outcomes = list(vectors.check(_json_of(file), kpi or ()))
    failed = sum(not outcome.passed for outcome in outcomes)
    if as_json:
        cases = [
            {
                "id": one.id, "kpi": one.kpi, "passed": one.passed, "compared": one.compared,
                "not_compared": one.not_compared, "wrong": one.wrong, "problem": one.problem,
            }
            for one in outcomes
        ]  # fmt: skip
        _print_json({"passed": len(outcomes) - failed, "failed": failed, "cases": cases})
    else:
        for outcome in outcomes:
            typer.echo(_line(outcome))
        compared = sum(len(outcome.compared) for outcome in outcomes)
        keys = compared + sum(len(outcome.not_compared) for outcome in outcomes)
        typer.echo(f"{compared} of {keys} keys compared")
        typer.echo(f"{len(outcomes) - failed} passed, {failed} failed")
    raise typer.Exit(1 if failed else 0)


def _line(outcome: Any) -> str:  # noqa: ANN401  (vectors.Outcome, whose module loads Polars)
    parts = [f"{'ok  ' if outcome.passed else 'FAIL'} {outcome.id} ({outcome.kpi})"]
    parts.append(f"compared: {', '.join(outcome.compared) or 'nothing'}")
    if outcome.not_compared:
        parts.append(f"not compared: {', '.join(outcome.not_compared)}")
    parts += [*outcome.wrong, *([outcome.problem] if outcome.problem else [])]
    return "; ".join(parts)


def _from_file(
    kpi: str, pairs: Pairs, timeline: Path, calendar: Path | None, compute: Compute | None = None
) -> Plain:
    """From that file alone; its last event is the present, and the calendar's zone the report's."""
    from server.core.kpis.figure import figure
    from server.core.kpis.from_timeline import frames_before, just_after
    from server.core.kpis.stories import stories_of

    hours = None if calendar is None else Calendar.from_dict(_json_of(calendar))
    with timeline.open(encoding="utf-8") as lines:
        stories = stories_of(lines)
    ask = parse(kpi, pairs, now=just_after(stories), tz=hours.tz if hours else "UTC", whole=True)
    ask = replace(ask, hours=hours)
    return _answer(ask, lambda: (compute or figure)(frames_before(stories, ask.as_of, hours), ask))


def _from_database(
    kpi: str, pairs: Pairs, data: Path | None, database_url: str | None, compute: Compute | None = None
) -> Plain:
    import asyncpg

    from server.clock import wall_clock
    from server.core.kpis.figure import figure
    from server.settings import settings
    from server.store.reports import plain_url
    from server.store.reports.copy import Copy
    from server.store.reports.open_days import with_hours
    from server.store.reports.source import source_of

    try:
        source = source_of(plain_url(settings(data=data, database_url=database_url).database))
        zone, copy = source.zone(), Copy(source)
        copy.pull()
    except (sqlite3.Error, asyncpg.PostgresError) as problem:
        raise BadAsk(f"cannot read the database: {problem}; has the server been started on it?") from None
    ask = parse(kpi, pairs, now=wall_clock(), tz=zone)
    if ask.team is None and ask.site is None and len(of := source.calendars()) == 1:
        ask = replace(ask, hours_of=ask.hours_of or tuple(of))
    ask = with_hours(ask, source)
    return _answer(ask, lambda: (compute or figure)(copy.frames(ask.as_of), ask))


def _answer(ask: Ask, compute: Callable[[], Plain]) -> Plain:
    return {**compute(), "definition": ask.entry.definition}


def _json_of(path: Path) -> Any:  # noqa: ANN401  (whatever stands there)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise BadAsk(f"{path} is not JSON") from None


@contextmanager
def _one_line() -> Iterator[None]:
    """Bad usage: one line that says what to do, exit 2."""
    try:
        yield
    except (BadAsk, BadHours, ValueError) as problem:
        _leave(str(problem))
    except FileNotFoundError as problem:
        _leave(f"there is no file {problem.filename}")
    except OSError as problem:
        _leave(f"{problem.filename}: {problem.strerror}" if problem.filename else str(problem))


def _leave(problem: str) -> None:
    typer.echo(f"chat-butler: {' '.join(problem.split())}", err=True)
    raise typer.Exit(2)


def _print_json(value: Plain) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False)
    typer.echo()


def _print_figure(answer: Plain) -> None:
    unit = answer["unit"]
    typer.echo(f"{answer['name']} ({answer['id']}): {shown(answer['value'], unit)}")
    typer.echo(f"  {_beside(answer, unit)}")
    left_out = ", ".join(f"{reason} {rows}" for reason, rows in answer["excluded"].items()) or "nothing"
    typer.echo(f"  left out: {left_out}; pending: {answer['pending']}")
    typer.echo(f"  {answer['clock']} clock, by {answer['attribution']}, {answer['tz']}")
    if answer["target"] is not None:
        verdict = (answer["verdict"] or "nothing to judge").replace("_", " ")
        typer.echo(f"  target {shown(answer['target'], unit)}: {verdict}")
    if (before := answer["before"]) is not None:
        typer.echo(f"  before: {shown(before['value'], unit)} (n {before['n']})")
    for group in answer["groups"]:
        key = group["key"] if isinstance(group["key"], list) else [group["key"]]
        name = ", ".join("nobody" if part is None else str(part) for part in key)
        typer.echo(f"  {name}: {shown(group['value'], unit)} (n {group['n']})")
    typer.echo(f"  {answer['definition']}")


def _print_tree(answer: Plain) -> None:
    from server.core.kpis.tree import words

    typer.echo(f"Customer satisfaction of {answer['n']} conversations: {shown(answer['value'], '%')}")
    left_out = ", ".join(f"{reason} {rows}" for reason, rows in answer["excluded"].items()) or "nothing"
    typer.echo(f"  left out: {left_out}; pending: {answer['pending']}")
    if answer["reason"] is not None:
        beside = f" ({', '.join(answer['with'])})" if answer["with"] else ""
        return typer.echo(f"  no model: {answer['reason']}{beside}")
    for branch in answer["branches"]:
        typer.echo(f"  {words(branch)}")
    for name, reason in answer["left_out"].items():
        typer.echo(f"  {name}: {reason}")
    typer.echo(f"  explains {shown(100 * answer['explained'], '%')} of the differences")
    typer.echo("  What goes together need not be cause and effect.")


def _beside(answer: Plain, unit: str) -> str:
    parts = [f"n {answer['n']}{' (few)' if answer['low_n'] else ''}"]
    named = ("mean", "p50", "p90", "p95", "max", "business")
    parts += [f"{name} {shown(answer[name], unit)}" for name in named if answer.get(name) is not None]
    if answer.get("ci"):
        low, high = (shown(bound, unit) for bound in answer["ci"])
        parts.append(f"95 % between {low} and {high}")
    return ", ".join(parts)
