"""The registry and the figures. They are computed in the reporting process; here it is asked, and by whom."""

from dataclasses import replace
from typing import Any

from aiohttp import web

from server.core.kpis import catalogue
from server.core.kpis.asking import listing
from server.core.kpis.asking.ask import USUAL, Ask, BadAsk, parse
from server.core.kpis.asking.link import query_of
from server.core.refusals import Forbidden, Invalid, NotFound

from .answers import written
from .calls import Call
from .openapi import PREFIX
from .paging import DEFAULT, MOST, page

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
    "language",
    "tag",
    "as_of",
    "attribution",
    "option",
    "hours",
    "compare",
    "target",
    "version",
    "excluded",
    "limit",
)
APART = 60_000  # ms: by so much the clocks of two nodes may differ
ROWS = (*PARAMETERS, "bin", "group", "order", "cursor")
TREE = ("from", "to", "tz", "site", "team", "channel", "language", "tag", "as_of")


async def kpis(call: Call) -> dict[str, Any]:
    entries = catalogue.entries(guarded=_sees_agents(call))
    return page(call, entries, lambda entry: ("", str(entry["id"])), lambda entry: entry)


async def kpi(call: Call) -> web.Response:
    ask = asked(call)
    link = f"{PREFIX}/kpis/{ask.kpi}?{query_of(ask)}"
    return written(await call.while_there(call.parts.reports.written(ask, {"link": link})))


async def tree(call: Call) -> dict[str, Any]:
    """What goes with satisfaction. It is of the whole, or of a team: never of single agents."""
    ask = asked(call, "csat")
    if ask.by or ask.agent is not None or ask.options:
        raise Invalid("by, agent and option: the tree is of all ratings of the period")
    found = await call.while_there(call.parts.reports.tree(ask))
    return {**found, "link": f"{PREFIX}/kpis/csat/tree?{query_of(ask)}"}


async def rows_behind(call: Call) -> dict[str, Any]:
    """Whose each row is stands in it only where figures of single agents may be seen."""
    ask, limit = asked(call), call.whole("limit", DEFAULT, 1, MOST)
    try:
        wanted = listing.parse(ask, call.request.query, limit)
    except BadAsk as problem:
        raise Invalid(str(problem)) from None
    found = await call.while_there(call.parts.reports.rows_behind(wanted))
    if not _sees_agents(call):
        for item in found["items"]:
            item["agent"] = item["agent"] if item["agent"] == call.person.id else None
    path = f"{PREFIX}/kpis/{ask.kpi}/conversations"
    return {**found, "link": f"{path}?{listing.query_of(wanted)}"}


def asked(call: Call, kpi: str | None = None) -> Ask:
    """Raises NotFound for no such KPI, Invalid for a bad parameter, Forbidden for what is not his to see."""
    try:
        ask = parse(kpi or call.path("id"), call.request.query, now=call.parts.clock(), tz=zone(call))
    except BadAsk as problem:
        raise (NotFound if problem.unknown else Invalid)(str(problem)) from None
    if ask.known_until > ask.now + APART:
        raise Invalid("as_of: nothing is known of the future")
    return _within_rights(call, _with_hours(call, _with_target(call, ask)))


def _with_target(call: Call, ask: Ask) -> Ask:
    """The desk's own, if it has set one; of what the KPI is without options."""
    targets: Any = call.parts.kept.directory.settings.get("targets") or {}
    if ask.target != USUAL or ask.options or ask.kpi not in targets:
        return ask
    return replace(ask, target=targets[ask.kpi])


def _with_hours(call: Call, ask: Ask) -> Ask:
    """Those of the team, else of the site; where none is asked for, of the first site. A link names them.
    Raises Invalid for somebody who is not there and never had any.
    """
    if "open_days" not in ask.options:
        return ask
    directory = call.parts.kept.directory
    # Of those who had hours, too: a link asks for what was known then.
    known = [directory.calendars_ever, directory.sites, directory.teams, directory.people]
    for owner in ask.hours_of:
        if not any(owner in those for those in known):
            there_is = ", ".join(dict.fromkeys(name for those in known[:-1] for name in those))
            raise Invalid(f"hours: nobody is called {owner!r}; sites, teams and who had hours: {there_is}")
    owners = (ask.team, ask.site or next(iter(directory.sites), None))
    return replace(ask, hours_of=ask.hours_of or tuple(owner for owner in owners if owner))


def zone(call: Call) -> str:
    sites = call.parts.kept.directory.sites
    site = sites.get(call.request.query.get("site", "")) or next(iter(sites.values()), None)
    return site.tz if site else "UTC"


def _within_rights(call: Call, ask: Ask) -> Ask:
    person = call.person
    of_agents = ask.agent is not None or "agent" in ask.by
    own = ask.agent == person.id and "agent" not in ask.by
    if (of_agents and not own or ask.entry.guarded) and not _sees_agents(call):
        raise Forbidden("figures of single agents are not shown here")
    if not person.sees_all and not own and ask.team not in person.teams:
        raise Forbidden("ask for your own figures, or for those of a team of yours")
    return ask


def _sees_agents(call: Call) -> bool:
    allowed = bool(call.parts.kept.directory.settings.get("per_agent_figures", False))
    return allowed and call.person.sees_all
