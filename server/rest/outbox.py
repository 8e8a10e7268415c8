"""Whether mail goes out, and what did not."""

from typing import Any

import structlog
from msgspec import Struct

from server.core.refusals import Conflict, Invalid
from server.desk.outside.errands import LETTER, Dead, NotSent
from server.desk.outside.hooks import WEBHOOK
from server.desk.outside.reports import REPORT_MAIL

from .calls import Call
from .paging import DEFAULT, MOST, PAGE

log = structlog.get_logger()

QUERY = ("state", *PAGE)


class Mail(Struct, forbid_unknown_fields=True):
    """`after`: seconds until an unseen answer is mailed; `waiting`: letters that have yet to go out."""

    on: bool
    server: str | None
    sender: str | None
    after: float
    waiting: int


class Trial(Struct, forbid_unknown_fields=True):
    """`problem`: why it did not go out; null: the mail server has taken it."""

    to: str
    problem: str | None


class DeadLetter(Struct, forbid_unknown_fields=True):
    """`conversation`: whose answers it had; `webhook`: which program was to be told; `schedule`: of which
    report by mail it was.
    """

    id: str
    kind: str
    conversation: str | None
    webhook: str | None
    schedule: str | None
    attempts: int
    error: str
    created_at: int


async def mail(call: Call) -> dict[str, Any]:
    settings = call.parts.settings
    server = settings.mail_server
    return {
        "on": server is not None,
        "server": server.shown if server else None,
        "sender": settings.mail_from if server else None,
        "after": settings.mail_after,
        "waiting": await call.parts.kept.outbox.waiting(LETTER),
    }


async def try_mail(call: Call) -> dict[str, Any]:
    """To whoever asks, and nobody else. Raises Conflict where there is no mail server."""
    person, sends_trial = call.person, call.parts.sends_trial
    if sends_trial is None:
        raise Conflict("there is no mail server; see --smtp-url")
    sites = sorted(site.name for site in call.parts.kept.directory.sites.values())
    try:
        await sends_trial(
            person.email, sites[0] if sites else "Chat Butler", person.locale, call.parts.clock()
        )
    except NotSent as problem:
        return {"to": person.email, "problem": str(problem)}
    return {"to": person.email, "problem": None}


async def letters(call: Call) -> dict[str, Any]:
    if call.request.query.get("state", "dead") != "dead":
        raise Invalid("state must be dead")
    limit = call.whole("limit", DEFAULT, 1, MOST)
    found, following = await call.parts.kept.outbox.dead(call.request.query.get("cursor"), limit)
    return {"items": [_shown(dead) for dead in found], "next": following}


async def retry(call: Call) -> dict[str, Any]:
    run = call.path("id")
    await call.parts.kept.outbox.tries_again(run, call.parts.clock())
    log.info("letter_tried_again", run=run, by=call.person.id)
    return {}


def _shown(dead: Dead) -> dict[str, Any]:
    return {
        "id": dead.run,
        "kind": dead.kind,
        "conversation": dead.subject if dead.kind == LETTER else None,
        "webhook": dead.subject if dead.kind == WEBHOOK else None,
        "schedule": dead.subject if dead.kind == REPORT_MAIL else None,
        "attempts": dead.attempts,
        "error": dead.error,
        "created_at": dead.created_at,
    }
