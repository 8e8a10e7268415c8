"""What goes into the outbox because of an alert, and how one is told."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.core.alerts import Alert, of_event
from server.core.conversation import Conversation
from server.core.events import Event, Rated, SlaBreached, SlaWarned

from .. import states
from ..directory import Directory
from ..ports import Out
from . import hooks
from .errands import Errand, fingerprint

ALERT_MAIL = "alert_mail"
MAIL_EVERY = 600_000  # ms: of one kind and team an address gets at most one letter in such a span
ALARMING = (SlaWarned, SlaBreached, Rated)
STALE = 3_600_000  # ms: nobody needs to be called for what was an hour ago
NOWHERE = dict.fromkeys(("conversation", "site", "agent", "visitor", "channel"))


@dataclass(frozen=True, slots=True)
class AlertLetter:
    """`alert` as `plain` has it; `link`: to the board."""

    run: str
    to: str
    locale: str | None
    alert: Mapping[str, Any]
    link: str


def of(conversation: Conversation, events: Sequence[Event], directory: Directory, mails: bool) -> list[Out]:
    """What goes into the outbox with these events, in their own transaction."""
    found = [of_event(conversation, event) for event in events if isinstance(event, ALARMING)]
    return [
        out
        for alert in found
        if alert is not None
        for out in outs(alert, directory, mails, hooks.place(conversation))
    ]


def outs(alert: Alert, directory: Directory, mails: bool, place: Mapping[str, Any] = NOWHERE) -> list[Out]:
    """`place`: which conversation it is about (hooks.py)."""
    team = alert.team.id if alert.team else None
    said = {"alert": alert.kind, "value": alert.value, "limit": alert.limit, "target": alert.target}
    data = {**place, **said, "team": team, "conversation": alert.conversation}
    notice = hooks.Notice(f"{alert.key}:{alert.at}", "alert", alert.at, data)
    return [*hooks.outs(notice, directory.webhooks.values()), *(_letters(alert, directory) if mails else ())]


def _letters(alert: Alert, directory: Directory) -> list[Out]:
    team = alert.team.id if alert.team else ""
    # Nobody's name is in a letter, nor kept for one.
    told = json.dumps({**plain(alert), "visitor": None})
    span = alert.at // MAIL_EVERY
    runs = [
        f"{ALERT_MAIL}:{fingerprint(address)}:{alert.kind}:{team}:{span}" for address in addresses(directory)
    ]
    return [Out(run, ALERT_MAIL, run, alert.at, alert.at, told) for run in runs]


def addresses(directory: Directory) -> list[str]:
    """To which alerts are mailed."""
    found = directory.settings.get("alert_addresses")
    return [str(address) for address in found] if isinstance(found, list) else []


def letter(errand: Errand, directory: Directory, public_url: str, now: int) -> AlertLetter | None:
    """None: it is of too long ago, or this address is to get none any more."""
    alert = json.loads(errand.data or "{}")
    wanted = errand.run.split(":")[1]
    to = next((address for address in addresses(directory) if fingerprint(address) == wanted), None)
    if to is None or now > alert["at"] + STALE:
        return None
    reader = next((person for person in directory.people.values() if person.email == to.lower()), None)
    sites = sorted(directory.sites.values(), key=lambda site: site.name)
    locale = (reader and reader.locale) or (sites[0].locale if sites else None)
    return AlertLetter(errand.run, to, locale, alert, f"{public_url}/console/#/board")


def plain(alert: Alert) -> dict[str, Any]:
    """PROTOCOL: alert."""
    return {
        "key": alert.key,
        "kind": alert.kind,
        "at": alert.at,
        "value": alert.value,
        "limit": alert.limit,
        "team": states.named(alert.team),
        "conversation": alert.conversation,
        "target": alert.target,
        "visitor": states.named(alert.visitor),
    }
