"""Who looked at what, and who changed what of others: for admins."""

from typing import Any

from msgspec import Struct

from server.core.text import clean
from server.desk.ports import Audited, AuditWanted

from .calls import Call
from .paging import DEFAULT, MOST, PAGE
from .shapes import Named

QUERY = ("who", "action", "subject", "from", "to", *PAGE)
LATEST = 2**53


class Entry(Struct, forbid_unknown_fields=True):
    """`who` did `action` to `subject`, an id: of a conversation, or of an agent, whose name is `name`.

    Looks of one person into one conversation count once in ten minutes.
    """

    id: str
    at: int
    who: Named
    action: str
    subject: str
    name: str | None
    detail: dict[str, Any]


async def audit(call: Call) -> dict[str, Any]:
    query = call.request.query
    who, action, subject = (
        clean(query[name]) if name in query else None for name in ("who", "action", "subject")
    )
    since, until = (call.whole(name, 0, 0, LATEST) if name in query else None for name in ("from", "to"))
    limit = call.whole("limit", DEFAULT, 1, MOST)
    wanted = AuditWanted(who, action, subject, since, until)
    found, following = await call.parts.desk.timeline.audited(wanted, query.get("cursor") or None, limit)
    return {"items": [_shown(call, entry) for entry in found], "next": following}


def _shown(call: Call, entry: Audited) -> dict[str, Any]:
    people = call.parts.kept.directory.people
    who, whom = people.get(entry.who), people.get(entry.subject)
    return {
        "id": entry.key,
        "at": entry.at,
        "who": {"id": entry.who, "name": who.name if who else None},
        "action": entry.action,
        "subject": entry.subject,
        "name": whom.name if whom else None,
        "detail": dict(entry.detail),
    }
