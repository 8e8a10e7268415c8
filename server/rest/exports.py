"""Figures and conversations as files. The reporting process makes them; here it is seen who may have what."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing

import structlog
from aiohttp import web

from server.core.kpis.asking import periods
from server.core.kpis.asking.ask import Ask, BadAsk, parse
from server.core.refusals import Forbidden, Invalid
from server.desk.ports import Audited

from . import kpis
from .answers import SECURITY
from .calls import Call
from .parts import Kind

log = structlog.get_logger()

CONVERSATIONS = ("from", "to", "tz", "site", "team", "agent", "channel", "language", "tag", "as_of")
_TYPES: dict[Kind, tuple[str, str | None]] = {
    "csv": ("text/csv", "utf-8"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None),
}


async def table_csv(call: Call) -> web.Response:
    """A figure with its groups: what it is, an empty line, then a row a group."""
    return await _table(call, "csv")


async def table_xlsx(call: Call) -> web.Response:
    return await _table(call, "xlsx")


async def conversations_csv(call: Call) -> web.StreamResponse:
    """A row for each conversation that began in the period, with every fact but what was said."""
    return await _conversations(call, "csv")


async def conversations_xlsx(call: Call) -> web.StreamResponse:
    return await _conversations(call, "xlsx")


async def _table(call: Call, kind: Kind) -> web.Response:
    ask = kpis.asked(call)
    directory, base = call.parts.kept.directory, call.parts.settings.public_url or ""
    made = await call.parts.reports.tables([ask], kind, directory.names(), base)
    content, charset = _TYPES[kind]
    return web.Response(body=made, content_type=content, charset=charset, headers=_headers(ask, kind))


async def _conversations(call: Call, kind: Kind) -> web.StreamResponse:
    ask = _asked(call)
    directory = call.parts.kept.directory
    agents = call.person.sees_all and bool(directory.settings.get("per_agent_figures", False))
    exported = await call.parts.reports.conversations(ask, kind, directory.names(), agents)
    async with aclosing(exported.pieces) as pieces:
        await _note(call, ask, kind, exported.rows)
        return await _sent(call, ask, kind, pieces)


def _asked(call: Call) -> Ask:
    """The period and the filters. An agent's own conversations are those that he has, or had at the end."""
    query, person = call.request.query, call.person
    try:
        ask = parse("volume", query, now=call.parts.clock(), tz=kpis.zone(call))
    except BadAsk as problem:
        raise Invalid(str(problem)) from None
    allowed = bool(call.parts.kept.directory.settings.get("per_agent_figures", False))
    if ask.agent is not None and ask.agent != person.id and not (allowed and person.sees_all):
        raise Forbidden("conversations by agent are not shown here")
    if not person.sees_all and ask.agent != person.id and ask.team not in person.teams:
        raise Forbidden("ask for your own conversations, or for those of a team of yours")
    return ask


async def _note(call: Call, ask: Ask, kind: Kind, rows: int) -> None:
    """Before the first byte: who took out what."""
    filters = {name: value for name in CONVERSATIONS[3:-1] if (value := getattr(ask, name)) is not None}
    detail = {"kind": kind, "rows": rows, "from": ask.since, "to": ask.until, **filters}
    key, now = f"export:{secrets.token_urlsafe(9)}", call.parts.clock()
    entry = Audited(key, now, call.person.id, "export", "conversations", detail)
    await call.parts.kept.timeline.audit(entry)


async def _sent(call: Call, ask: Ask, kind: Kind, pieces: AsyncIterator[bytes]) -> web.StreamResponse:
    response = web.StreamResponse(headers={**SECURITY, **_headers(ask, kind, "conversations")})
    response.content_type, response.charset = _TYPES[kind]
    await response.prepare(call.request)
    try:
        async for piece in pieces:
            if piece:
                await response.write(piece)
        await response.write_eof()
    except ConnectionError:
        pass  # whoever asked is gone
    except Exception as problem:
        # It has begun, so there is no answer any more but a file that visibly breaks off.
        log.error("export_failed", exc_info=problem)
        if call.request.transport is not None:
            call.request.transport.close()
    return response


def _headers(ask: Ask, kind: Kind, name: str | None = None) -> Mapping[str, str]:
    days = [
        periods.local_date(at, ask.tz).isoformat() for at in (ask.since, ask.until and ask.until - 1) if at
    ]
    named = "_".join([name or ask.kpi, *dict.fromkeys(days)])
    return {"Content-Disposition": f'attachment; filename="{named}.{kind}"', "Cache-Control": "no-store"}
