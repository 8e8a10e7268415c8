"""A day of the floor, to be scrubbed."""

import re
from datetime import date
from typing import Any

from aiohttp import web
from msgspec import Struct, field

from server.core.kpis.asking import periods
from server.core.refusals import Invalid
from server.core.replay import MOST, FloorOf

from .answers import answer
from .calls import Call

QUERY = ("date", "site")
FIRST, LAST = 1970, 2200  # years
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LARGE = 10_000  # rows; what is smaller need not be packed


class FloorDay(Struct, forbid_unknown_fields=True):
    """One local day. `from`, `to` and `known` (until when it is known) in ms.

    `conversations`: [id, site, the visitor's name, his id]; `agents` and `teams`: [id, name]; rows name them
    by their place there, -1: none. `moves`: [at, conversation, place, team, agent, since, in front,
    priority], place 0 with the butler, 1 in the queue, 2 with an agent, 3 snoozed, 4 resolved; `since`: when
    it came into the queue or to the agent. `states`: [at, agent, status, reason, slots]. All in the order of
    time; what was so before `from` is told with the time since when it was.
    """

    date: str
    tz: str
    from_: int = field(name="from")
    to: int
    known: int
    conversations: list[list[Any]]
    agents: list[list[Any]]
    teams: list[list[Any]]
    moves: list[list[int]]
    states: list[list[Any]]


async def floor(call: Call) -> web.StreamResponse:
    """Raises Invalid for no such date or site, a day to come, and more conversations than are told."""
    parts = call.parts
    site, tz = _site(call)
    day = _date(call, tz)
    since, until = periods.midnight(day, tz), periods.midnight(day + periods.DAY, tz)
    now = parts.clock()
    if since > now:
        raise Invalid("this day is yet to come")
    told = await parts.reports.floor(FloorOf(since, until, site), _names(call))
    if "too_many" in told:
        raise Invalid(
            f"this day had {told['too_many']} conversations; at most {MOST} are replayed: ask for one site",
            limit=MOST,
        )
    known = min(now, until)
    whole = {"date": day.isoformat(), "tz": tz, "from": since, "to": until, "known": known, **told}
    response = answer(whole)
    if len(told["moves"]) > LARGE:
        response.enable_compression()
    return response


def _site(call: Call) -> tuple[str | None, str]:
    """And the zone of the day: the site's, or the first one's."""
    sites = call.parts.kept.directory.sites
    wanted = call.request.query.get("site") or None
    if wanted is not None and wanted not in sites:
        raise Invalid("there is no such site")
    zones = [sites[wanted]] if wanted else sorted(sites.values(), key=lambda site: site.name)
    return wanted, zones[0].tz if zones else "UTC"


def _date(call: Call, tz: str) -> date:
    text = call.request.query.get("date")
    if text is None:
        return periods.local_date(call.parts.clock(), tz)
    try:
        found = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or not FIRST <= found.year <= LAST:
        raise Invalid(f"date must be a day such as 2026-01-05, from {FIRST} to {LAST}")
    return found


def _names(call: Call) -> dict[str, str | None]:
    directory = call.parts.kept.directory
    people = {person.id: person.name for person in directory.people.values()}
    return {**people, **{team.id: team.name for team in directory.teams.values()}}
