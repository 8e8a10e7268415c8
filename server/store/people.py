"""Sites, teams, people, hours and settings: read into the Directory, and changed, one transaction each."""

import contextlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.core.hours import Calendar
from server.core.hours_known import hours_known
from server.core.refusals import Conflict, Invalid, NotFound
from server.core.rules import Rules
from server.core.text import clean_name
from server.desk.directory import Directory, Person, Site, Team, Topic
from server.desk.ports import Chance, Clock

from . import slas, webhooks
from .database import Database
from .reader import Reader
from .tables import AgentRow, HoursRow, MembershipRow, SettingRow, SiteRow, TeamRow
from .writing.writer import Contested, Writer

T = TypeVar("T")
Values = dict[str, Any]

SITES: Table = SiteRow.__table__  # type: ignore[attr-defined]
TEAMS: Table = TeamRow.__table__  # type: ignore[attr-defined]
AGENTS: Table = AgentRow.__table__  # type: ignore[attr-defined]
MEMBERSHIPS: Table = MembershipRow.__table__  # type: ignore[attr-defined]
HOURS: Table = HoursRow.__table__  # type: ignore[attr-defined]
SETTINGS: Table = SettingRow.__table__  # type: ignore[attr-defined]

# Made once: each second somebody looks at one.
_SETTING = select(SETTINGS.c.value).where(SETTINGS.c.name == bindparam("setting"))

FIRST_ID = "t_first"
FIRST_TEAM = "Support"


class People:
    """The one way in which the Directory changes."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        reader: Reader,
        directory: Directory,
        clock: Clock,
        chance: Chance = secrets.token_urlsafe,
    ) -> None:
        self._engine = database.engine
        self._reader = reader
        self._writer = writer
        self._directory = directory
        self._clock = clock
        self._chance = chance

    async def start(self) -> None:
        """A team to join exists from the first start on."""
        await self._writer.run(self._first_team)
        with contextlib.suppress(Contested):
            await self._writer.run(_first_key)
        await self.load()

    async def load(self) -> None:
        async with self._engine.connect() as connection:
            await connection.run_sync(lambda sync: _read(sync, self._directory))

    async def add_site(self, name: str, origins: Sequence[str], **more: Any) -> Site:  # noqa: ANN401
        site = f"s_{self._chance(9)}"
        row = {
            "id": site,
            "name": _named(name),
            "key": self._chance(12),
            "secret": self._chance(32),
            "origins": list(origins),
            "locale": "en",
            "tz": "UTC",
            "team": self._default_team(),
            "look": {"brand": "#0f5e73", "position": "right"},
            "texts": {},
            "butler": "Butler",
            "tracking": False,
            "typing_preview": False,
            "address": "truncated",
            "topics": [],
            "hide": "never",
            "rating": "stars",
            "removed": False,
            **more,
        }
        await self._write(lambda connection: connection.execute(insert(SITES), _packed(row)))
        return self._directory.sites[site]

    async def change_site(self, site: str, changes: Values) -> Site:
        await self._change(SITES, site, changes)
        return self._directory.sites[site]

    async def remove_site(self, site: str) -> None:
        await self._change(SITES, site, {"removed": True})

    async def add_team(self, name: str) -> Team:
        team = f"t_{self._chance(9)}"
        row = {"id": team, "name": _named(name), "created_at": self._clock(), "rules": {}, "removed": False}
        row = _packed(row)
        await self._write(lambda connection: connection.execute(insert(TEAMS), row))
        return self._directory.teams[team]

    async def change_team(self, team: str, changes: Values) -> Team:
        await self._change(TEAMS, team, changes)
        return self._directory.teams[team]

    async def remove_team(self, team: str) -> None:
        """Its conversations stay; nobody is routed to it any more. The last team stays too."""
        if len(self._directory.teams) == 1:
            raise Conflict("one team must remain")
        await self._change(TEAMS, team, {"removed": True})

    async def add_person(
        self,
        email: str,
        name: str,
        role: str,
        teams: Sequence[str] = (),
        slots: int = 4,
        password_hash: str | None = None,
        first: Callable[[Connection], None] = lambda _: None,
    ) -> Person:
        """`teams` by id; none: the first one. Raises Conflict for an e-mail address that somebody has.

        `first` is carried out in the same transaction; what it did is undone when the rest is refused.
        """
        person = f"a_{self._chance(9)}"
        joined = list(teams) or [self._default_team()]
        row = {
            "id": person,
            "name": _named(name),
            "email": email.strip().lower(),
            "role": role,
            "slots": slots,
            "password_hash": password_hash,
            "disabled": False,
            "skills": "{}",
            "languages": "[]",
            "team_slots": "{}",
            "created_at": self._clock(),
        }

        def add(connection: Connection) -> None:
            first(connection)
            connection.execute(insert(AGENTS), row)
            _join(connection, person, joined)

        try:
            await self._write(add)
        except Contested:
            raise Conflict("somebody has this e-mail address") from None
        return self._directory.people[person]

    async def change_person(self, person: str, changes: Values) -> Person:
        """`teams`, if given, by id, replaces all. Raises Conflict when no admin would remain."""
        teams = changes.pop("teams", None)

        def change(connection: Connection) -> None:
            had_admins = admins(connection)
            if changes:
                _update(connection, AGENTS, person, changes)
            if had_admins and not admins(connection):
                raise Conflict("one admin must remain")
            if teams is not None:
                connection.execute(delete(MEMBERSHIPS).where(MEMBERSHIPS.c.agent == person))
                _join(connection, person, teams)

        try:
            await self._write(change)
        except Contested:
            raise Conflict("somebody has this e-mail address") from None
        return self._directory.people[person]

    async def set_hours(self, subject: str, calendar: Mapping[str, Any] | None) -> None:
        """A new version, from now on; None: always open. Raises Invalid for hours that are none."""
        if calendar is not None:
            try:
                Calendar.from_dict(calendar)
            except (ValueError, KeyError, TypeError) as problem:
                raise Invalid(str(problem)) from None

        def add(connection: Connection) -> None:
            query = select(HOURS.c.version).where(HOURS.c.subject == subject).order_by(HOURS.c.version.desc())
            version = (connection.execute(query).scalar() or 0) + 1
            row = {"subject": subject, "version": version, "valid_from": self._clock()}
            connection.execute(insert(HOURS), {**row, "calendar": calendar and json.dumps(calendar)})

        await self._write(add)

    async def set_setting(self, name: str, value: Any) -> None:  # noqa: ANN401  (any JSON)
        await self._write(lambda connection: put_setting(connection, name, value))

    def _default_team(self) -> str:
        """The one that was there at first; once that is removed, the first by name. One always remains."""
        teams = self._directory.teams.values()
        return min(teams, key=lambda team: (team.id != FIRST_ID, team.name)).id

    async def write(self, work: Callable[[Connection], T]) -> T:
        """One transaction of settings, after which they are read anew, here and on other nodes."""
        return await self._write(work)

    async def _change(self, table: Table, row: str, changes: Values) -> None:
        await self._write(lambda connection: _update(connection, table, row, changes))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        def counted(connection: Connection) -> T:
            found = work(connection)
            version = setting(connection, "version") or 0
            put_setting(connection, "version", version + 1)
            return found

        found = await self._writer.run(counted)
        await self.load()
        return found

    async def look(self) -> None:
        """Takes in what another node has changed."""
        version = await self._reader.read(lambda asked: setting(asked, "version"))
        if version != self._directory.settings.get("version"):
            await self.load()

    def _first_team(self, connection: Connection) -> None:
        if connection.execute(select(TEAMS.c.id)).first() is None:
            row = {"id": FIRST_ID, "name": FIRST_TEAM, "created_at": self._clock(), "removed": False}
            connection.execute(insert(TEAMS), {**row, "rules": "{}"})


def _read(connection: Connection, directory: Directory) -> None:
    joined: dict[str, set[str]] = {}
    for row in connection.execute(select(MEMBERSHIPS)):
        joined.setdefault(row.agent, set()).add(row.team)
    teams = [
        Team(row.id, row.name, Rules.from_dict(json.loads(row.rules)))
        for row in connection.execute(select(TEAMS).where(TEAMS.c.removed.is_(False)))
    ]
    known = {team.id for team in teams}
    directory.replace(
        [_site(row) for row in connection.execute(select(SITES).where(SITES.c.removed.is_(False)))],
        teams,
        [_person(row, joined.get(row.id, set()) & known) for row in connection.execute(select(AGENTS))],
        _calendars(connection),
        {row.name: json.loads(row.value) for row in connection.execute(select(SETTINGS))},
        webhooks.read(connection),
        slas=slas.read(connection),
    )


def _calendars(connection: Connection) -> dict[str, Calendar]:
    rows = connection.execute(select(HOURS).order_by(HOURS.c.subject, HOURS.c.version))
    return hours_known((row.subject, row.version, row.valid_from, row.calendar) for row in rows)


def _site(row: Any) -> Site:  # noqa: ANN401  (a row of `sites`)
    return Site(
        id=row.id,
        name=row.name,
        key=row.key,
        secret=row.secret,
        origins=tuple(json.loads(row.origins)),
        locale=row.locale,
        tz=row.tz,
        team=row.team,
        look=json.loads(row.look),
        texts=json.loads(row.texts),
        butler=row.butler,
        tracking=row.tracking,
        typing_preview=row.typing_preview,
        address=row.address,
        topics=tuple(_topic(one) for one in json.loads(row.topics)),
        hide=row.hide,
        rating=row.rating,
    )


def _topic(plain: Values) -> Topic:
    words = tuple(plain.get("words", ()))
    return Topic(plain["id"], plain["label"], plain["team"], tuple(plain["skills"]), words)


def _person(row: Any, teams: set[str]) -> Person:  # noqa: ANN401  (a row of `agents`)
    return Person(
        row.id,
        row.name,
        row.email,
        row.role,
        frozenset(teams),
        row.slots,
        row.disabled,
        row.locale,
        json.loads(row.skills),
        tuple(json.loads(row.languages)),
        json.loads(row.team_slots),
    )


def _packed(row: Values) -> Values:
    return {
        name: json.dumps(value) if isinstance(value, dict | list) else value for name, value in row.items()
    }


def _update(connection: Connection, table: Table, row: str, changes: Values) -> None:
    found = connection.execute(update(table).where(table.c.id == row).values(_packed(changes)))
    if not found.rowcount:
        raise NotFound("no such thing")


def admins(connection: Connection) -> int:
    working = (AGENTS.c.role == "admin") & AGENTS.c.disabled.is_(False)
    return connection.execute(select(func.count()).select_from(AGENTS).where(working)).scalar() or 0


def _join(connection: Connection, person: str, teams: Sequence[str]) -> None:
    for team in dict.fromkeys(teams):
        if connection.execute(select(TEAMS.c.id).where(TEAMS.c.id == team)).first() is None:
            raise Invalid(f"there is no team {team}")
        connection.execute(insert(MEMBERSHIPS), {"team": team, "agent": person})


def setting(connection: Connection, name: str) -> Any:  # noqa: ANN401
    value = connection.execute(_SETTING, {"setting": name}).scalar()
    return None if value is None else json.loads(value)


def put_setting(connection: Connection, name: str, value: Any) -> None:  # noqa: ANN401
    # In one statement: of two nodes that delete and then insert it at once, the second cannot start.
    made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    inserted = made(SETTINGS).values(name=name, value=json.dumps(value))
    connection.execute(
        inserted.on_conflict_do_update(index_elements=["name"], set_={"value": inserted.excluded.value})
    )


def _first_key(connection: Connection) -> None:
    """Hashes of addresses are made with it. Another node that begins at the same time may be faster."""
    if setting(connection, "address_key") is None:
        row = {"name": "address_key", "value": json.dumps(secrets.token_urlsafe(32))}
        connection.execute(insert(SETTINGS), row)


def _named(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned or len(cleaned) > 200:
        raise Invalid("a name has 1 to 200 characters")
    return cleaned
