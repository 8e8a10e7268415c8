"""Writes the shop, its people and its past into an empty store."""

import asyncio
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert

from server.core import facts as facts_
from server.core.events import Event
from server.core.facts import Facts
from server.core.hours import Calendar
from server.desk.ports import Append, Butler
from server.store.kept import Kept
from server.store.people import AGENTS, HOURS, MEMBERSHIPS, SITES, TEAMS

from . import cast
from .cast import Login
from .history import COUNT, History, Told
from .year import DAY, DAYS

Row = dict[str, Any]
Progress = Callable[[int, int], None]

AT_ONCE = 500


async def fill(
    kept: Kept, seed: int, now: int, butler: Butler, password: str, progress: Progress, count: int = COUNT
) -> None:
    """`kept` is started and empty. All log in with `password`; `now` in ms."""
    await _opens_shop(kept, now, await kept.accounts.hashed(password))
    await kept.slas.add(cast.PROMISED)
    calendars = kept.directory.calendars_ever
    history = History(seed, now, butler, count)
    for events in history.presences().values():
        if events:
            await kept.timeline.append(Append(events, None, _facts(events, calendars)))
    await _write(kept, history.conversations(), progress, count)


async def _write(kept: Kept, conversations: Iterator[Told], progress: Progress, count: int) -> None:
    """While one batch is being written, the next is told."""
    written = 0
    writing: asyncio.Future[Any] = asyncio.gather()
    for told in _batches(conversations):
        appends = [_append(one, kept.directory.calendars_ever) for one in told]
        await writing
        progress(written, count)
        writing = asyncio.gather(*(kept.timeline.append(append) for append in appends))
        # Lets the appends begin; otherwise they would wait until the next batch has been told.
        await asyncio.sleep(0)
        written += len(told)
    await writing
    progress(written, count)


def _append(told: Told, calendars: Mapping[str, Calendar]) -> Append:
    return Append(told.events, told.conversation, _facts(told.events, calendars), visitor=told.visitor)


def _facts(events: Iterable[Event], calendars: Mapping[str, Calendar]) -> Facts:
    facts = facts_.NOTHING
    for event in events:
        facts = facts_.after(facts, event, calendars)
    return facts


def _batches(conversations: Iterator[Told]) -> Iterator[Sequence[Told]]:
    while batch := list(islice(conversations, AT_ONCE)):
        yield batch


async def _opens_shop(kept: Kept, now: int, password_hash: str) -> None:
    begins = now - (DAYS + 1) * DAY
    calendar = json.dumps({"tz": cast.TZ, "hours": cast.HOURS})
    hours = {"subject": cast.SITE, "version": 1, "valid_from": begins, "calendar": calendar}
    team = {"id": cast.SALES.id, "name": cast.SALES.name, "created_at": begins, "removed": False}

    def write(connection: Connection) -> None:
        connection.execute(insert(TEAMS), team)
        connection.execute(insert(SITES), _site())
        connection.execute(insert(HOURS), hours)
        connection.execute(insert(AGENTS), [_person(one, begins, password_hash) for one in cast.LOGINS])
        connection.execute(insert(MEMBERSHIPS), list(_memberships()))

    await kept.timeline.writer.run(write)
    await kept.people.load()


def _site() -> Row:
    return {
        "id": cast.SITE,
        "key": cast.SITE_KEY,
        "name": cast.SHOP,
        "secret": secrets.token_urlsafe(32),
        "origins": "[]",
        "locale": "en",
        "tz": cast.TZ,
        "team": cast.SUPPORT.id,
        "look": json.dumps({"brand": cast.BRAND, "position": "right"}),
        "texts": json.dumps(cast.TEXTS),
        "butler": cast.BUTLER.name,
        "tracking": True,
        "typing_preview": False,
        "address": "truncated",
        "removed": False,
    }


def _person(login: Login, begins: int, password_hash: str) -> Row:
    return {
        "id": login.id,
        "name": login.name,
        "email": login.email,
        "role": login.role,
        "slots": login.slots,
        "password_hash": password_hash,
        "disabled": False,
        "created_at": begins,
    }


def _memberships() -> Iterator[Row]:
    for login in cast.LOGINS:
        for team in login.teams:
            yield {"team": team.id, "agent": login.id}
