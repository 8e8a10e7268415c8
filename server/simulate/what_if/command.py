"""`chat-butler what-if`: a past week of this database, as it was and with a change."""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import structlog
import typer

if TYPE_CHECKING:
    from server.store.kept import Kept

    from .asked import WhatIf
    from .compare import Outcome

NAMES = {
    "frt": ("First answer by people", "s"),
    "service_level": ("Service level", "%"),
    "abandonment": ("Abandonment", "%"),
    "occupancy": ("Occupancy of agents", "%"),
    "slot_occupancy": ("Occupancy of slots", "%"),
}
VERDICTS = {
    "better": "better",
    "worse": "worse",
    "other": "differs",
    "chance": "may be chance",
    None: "too few",
}


def what_if(
    week: Annotated[str | None, typer.Option(help="2026-W47, or a date in it; last week otherwise.")] = None,
    weeks: Annotated[int, typer.Option(help="How many weeks like it, 3 to 30.")] = 10,
    within: Annotated[int, typer.Option(help="Seconds of the service level.")] = 20,
    arrivals: Annotated[float, typer.Option(help="So many times as many come.")] = 1.0,
    slots: Annotated[int | None, typer.Option(help="Conversations at once, of everybody.")] = None,
    more: Annotated[list[str] | None, typer.Option(help="More people: 2@09:00-13:00; repeatable.")] = None,
    without: Annotated[list[str] | None, typer.Option(help="E-mail of somebody who is not there.")] = None,
    by_roster: Annotated[bool, typer.Option("--by-roster", help="There when they were to be.")] = False,
    rules: Annotated[
        Path | None, typer.Option(help="JSON: rules by team's name, see docs/simulate.md.")
    ] = None,
    hours: Annotated[
        Path | None, typer.Option(help="JSON: opening hours instead of those that were.")
    ] = None,
    team: Annotated[str | None, typer.Option(help="Name of a team; all otherwise.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the SQLite database.")] = None,
    database_url: Annotated[str | None, typer.Option(help="postgresql://… instead of SQLite.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Live through a past week on the real desk, as it was and with a change."""
    from bot import butler
    from server.progress import progress
    from server.settings import settings

    from .asked import WEEKS, WITHIN
    from .compare import compare, notes

    if not WEEKS[0] <= weeks <= WEEKS[1]:
        raise ValueError(f"--weeks: from {WEEKS[0]} to {WEEKS[1]}")
    if within not in WITHIN:
        raise ValueError(f"--within: one of {', '.join(map(str, WITHIN))}")
    if not 0.1 <= arrivals <= 5:
        raise ValueError("--arrivals: from 0.1 to 5")
    url = settings(data=data, database_url=database_url).database
    options = {"week": week, "team": team, "more": more or [], "without": without or []}
    files = {"rules": _read(rules), "hours": _read(hours)}
    plain = {"arrivals": arrivals, "slots": slots, "by_roster": by_roster}
    wish = asyncio.run(_asked(url, options, files, plain, weeks, within))
    with progress("weeks") as tell:
        found = compare(wish.past, wish.world, wish.change, weeks, within, butler.decide, tell)
    told = list(notes(wish.past, wish.change, found))
    typer.echo(json.dumps({**found.plain(), "notes": told}) if as_json else "\n".join(_table(found, told)))


def _read(path: Path | None) -> Any:  # noqa: ANN401  (whatever stands in the file)
    if path is None:
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ValueError(f"{path}: {problem.strerror}") from None
    except ValueError:
        raise ValueError(f"{path} is not JSON") from None


async def _asked(
    url: str, options: dict[str, Any], files: dict[str, Any], plain: dict[str, Any], weeks: int, within: int
) -> "WhatIf":
    """Reads the database; nothing of it is changed."""
    # Standard output is for what came out.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    from server.clock import wall_clock
    from server.store.kept import Kept

    kept = Kept(url, wall_clock)
    await kept.database.open()
    try:
        await kept.people.load()
        return await _of_kept(kept, url, options, files, plain, weeks, within)
    finally:
        await kept.database.close()


async def _of_kept(
    kept: "Kept",
    url: str,
    options: dict[str, Any],
    files: dict[str, Any],
    plain: dict[str, Any],
    weeks: int,
    within: int,
) -> "WhatIf":
    from server.clock import wall_clock
    from server.core.hours import Calendar
    from server.core.kpis.asking import periods
    from server.core.staffing.past import PastOf
    from server.core.staffing.wanted import week_of

    from . import asked
    from .change import Change

    directory = kept.directory
    tz = next((site.tz for site in directory.sites.values()), "UTC")
    today = periods.local_date(wall_clock(), tz)
    last = today - timedelta(days=today.weekday() + 7)
    monday = week_of(options["week"]) if options["week"] else last
    if monday > last:
        raise ValueError("--week: it is not over yet")
    team = _named(directory.teams.values(), options["team"])
    span = asked.week(monday, tz)
    wanted = PastOf(wall_clock(), *span, ZoneInfo(tz).key, None, team, within)
    past = await asyncio.to_thread(_past, url, wanted)
    asked.must_be_a_week(past)
    shifts = await kept.roster.shifts(*span)
    change = Change(
        **plain,
        extra=tuple(asked.extra_people(_more(one), monday, tz) for one in options["more"]),
        without=frozenset(_agent(directory.people.values(), email) for email in options["without"]),
        rules={_named(directory.teams.values(), name): own for name, own in (files["rules"] or {}).items()}
        or None,
        hours=Calendar.from_dict(files["hours"]) if files["hours"] else None,
    )
    return asked.WhatIf(past, asked.world_of(directory, shifts, span, team), change, weeks, within)


def _past(url: str, wanted: Any) -> Any:  # noqa: ANN401  (PastOf and Past, which cost nothing, and Polars, which does)
    from server.store.reports import plain_url
    from server.store.reports.past import past
    from server.store.reports.source import source_of

    from ..figures import copied

    return past(copied(url), wanted, source_of(plain_url(url)))


def _named(teams: Any, name: str | None) -> Any:  # noqa: ANN401
    if name is None:
        return None
    found = next((team.id for team in teams if team.name == name), None)
    if found is None:
        raise ValueError(f"there is no team {name!r}")
    return found


def _agent(people: Any, email: str) -> str:  # noqa: ANN401
    found = next((person.id for person in people if person.email.lower() == email.lower()), None)
    if found is None:
        raise ValueError(f"nobody here has the address {email!r}")
    return str(found)


def _more(text: str) -> Any:  # noqa: ANN401
    from .asked import More

    count, _, times = text.partition("@")
    since, _, until = times.partition("-")
    try:
        return More(int(count), 1, _minutes(since), _minutes(until))
    except ValueError:
        raise ValueError(f"--more: {text!r} is not read; write 2@09:00-13:00") from None


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def _table(found: "Outcome", told: list[str]) -> list[str]:
    lines = [
        f"{found.weeks} weeks, each as it was and with the change; "
        f"{found.came:.0f} came on average, with the change {found.came_changed:.0f}",
        "",
        f"{'':<24}{'reports':>10}{'as it is':>22}{'with the change':>22}{'change':>22}",
    ]
    for one in found.figures:
        name, unit = NAMES[one.name]
        cells = [_shown(one.as_it_is, unit), _shown(one.changed, unit), _shown(one.change, unit)]
        real = "none" if one.real is None else f"{one.real:.1f} {unit}"
        lines.append(
            f"{name:<24}{real:>10}{''.join(f'{cell:>22}' for cell in cells)}  {VERDICTS[one.verdict]}"
        )
    unlike = [NAMES[one.name][0] for one in found.figures if one.reproduced is False]
    if "not_reproduced" in told:
        lines += [
            "",
            f"As it is, the week does not come out as it did: {', '.join(unlike)}. Trust these least.",
        ]
    return lines


def _shown(one: Any, unit: str) -> str:  # noqa: ANN401
    return "none" if one is None else f"{one.mean:.1f} ({one.low:.1f} to {one.high:.1f}) {unit}"
