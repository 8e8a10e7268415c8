"""The registry and the figures. They are computed in the reporting process; here it is asked, and by whom."""

from typing import Any

from server.core.kpis import catalogue
from server.core.kpis.ask import Ask, BadAsk, parse
from server.core.refusals import Forbidden, Invalid, NotFound

from .calls import Call
from .paging import page

PARAMETERS = (
    "from",
    "to",
    "tz",
    "clock",
    "by",
    "site",
    "team",
    "agent",
    "channel",
    "tag",
    "as_of",
    "attribution",
    "option",
    "excluded",
    "limit",
)


async def kpis(call: Call) -> dict[str, Any]:
    return page(call, catalogue.entries(), lambda entry: ("", str(entry["id"])), lambda entry: entry)


async def kpi(call: Call) -> dict[str, Any]:
    return await call.parts.reports.figure(_ask(call))


async def rows_behind(call: Call) -> dict[str, Any]:
    limit = call.whole("limit", 50, 1, 200)
    return await call.parts.reports.rows_behind(_ask(call), call.request.query.get("excluded"), limit)


def _ask(call: Call) -> Ask:
    """Raises NotFound for no such KPI, Invalid for a bad parameter, Forbidden for what is not his to see."""
    try:
        ask = parse(call.path("id"), call.request.query, now=call.parts.clock(), tz=_zone(call))
    except BadAsk as problem:
        raise (NotFound if problem.unknown else Invalid)(str(problem)) from None
    return _within_rights(call, ask)


def _zone(call: Call) -> str:
    sites = call.parts.kept.directory.sites
    site = sites.get(call.request.query.get("site", "")) or next(iter(sites.values()), None)
    return site.tz if site else "UTC"


def _within_rights(call: Call, ask: Ask) -> Ask:
    person = call.person
    of_agents = ask.agent is not None or "agent" in ask.by
    own = ask.agent == person.id and "agent" not in ask.by
    allowed = bool(call.parts.kept.directory.settings.get("per_agent_figures", False))
    if of_agents and not own and not (allowed and person.sees_all):
        raise Forbidden("figures of single agents are not shown here")
    if not person.sees_all and not own and ask.team not in person.teams:
        raise Forbidden("ask for your own figures, or for those of a team of yours")
    return ask
