"""Passwords, sessions, personal access tokens, the first admin's one-time key: only hashes are kept."""

import asyncio
import hashlib
import hmac
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Table, delete, insert, select, update

from server.core.refusals import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from server.core.text import clean
from server.desk.back_office import DAY, SESSION_LIVES, Session
from server.desk.directory import Directory, Person
from server.desk.ports import Clock

from .database import Database
from .people import AGENTS, SETTINGS, People, admins, put_setting, setting
from .tables import SessionRow, TokenRow
from .writing.writer import Writer

SESSIONS: Table = SessionRow.__table__  # type: ignore[attr-defined]
TOKENS: Table = TokenRow.__table__  # type: ignore[attr-defined]

SESSION_TOUCHED = DAY
SETUP_KEY = "setup_key_hash"
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1_000


class Accounts:
    def __init__(
        self, database: Database, writer: Writer, directory: Directory, people: People, clock: Clock
    ) -> None:
        self._engine = database.engine
        self._writer = writer
        self._directory = directory
        self._people = people
        self._clock = clock

    # -- passwords ----------------------------------------------------------------------------------------

    async def hashed(self, password: str) -> str:
        """Raises Invalid for one that is too short or too long."""
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise Invalid(f"a password has at least {SHORTEST_PASSWORD} characters")
        return await asyncio.to_thread(_hasher().hash, password.encode("utf-8", "replace"))

    async def logs_in(self, email: str, password: str) -> Session:
        """Raises Unauthorized, in the same time and words for a wrong password and for nobody."""
        async with self._engine.connect() as connection:
            query = select(AGENTS).where(AGENTS.c.email == clean(email).strip().lower())
            found = (await connection.execute(query)).first()
        kept = found.password_hash if found is not None else None
        fits = await asyncio.to_thread(_fits, kept or _nobodys(), password[:LONGEST_PASSWORD])
        if found is None or kept is None or found.disabled or not fits:
            raise Unauthorized("e-mail address or password is wrong")
        return await self._begin(found.id)

    async def changes_password(self, person: Person, old: str, new: str) -> Session:
        """A new session; all others end. Raises Forbidden when the old password is wrong."""
        async with self._engine.connect() as connection:
            query = select(AGENTS.c.password_hash).where(AGENTS.c.id == person.id)
            kept = (await connection.execute(query)).scalar()
        if not await asyncio.to_thread(_fits, kept or _nobodys(), old[:LONGEST_PASSWORD]) or kept is None:
            raise Forbidden("the old password is wrong")
        await self.sets_password(person.id, new)
        return await self._begin(person.id)

    async def sets_password(self, person: str, password: str) -> None:
        """And ends all sessions."""
        hashed = await self.hashed(password)

        def change(connection: Connection) -> None:
            connection.execute(update(AGENTS).where(AGENTS.c.id == person).values(password_hash=hashed))
            connection.execute(delete(SESSIONS).where(SESSIONS.c.agent == person))

        await self._writer.run(change)

    # -- sessions -----------------------------------------------------------------------------------------

    async def session(self, cookie: str | None) -> Session | None:
        """Whose session this is; None for an unknown or expired one, or of somebody who may not log in."""
        if not cookie:
            return None
        now = self._clock()
        async with self._engine.connect() as connection:
            query = select(SESSIONS).where(SESSIONS.c.hash == digest(cookie), SESSIONS.c.expires_at > now)
            found = (await connection.execute(query)).first()
        person = self._directory.people.get(found.agent) if found is not None else None
        if found is None or person is None or person.disabled:
            return None
        if found.expires_at < now + SESSION_LIVES - SESSION_TOUCHED:
            await self._writer.run(lambda connection: _prolong(connection, found.hash, now + SESSION_LIVES))
        return Session(cookie, found.csrf, person)

    async def logs_out(self, cookie: str) -> None:
        await self._writer.run(
            lambda connection: connection.execute(delete(SESSIONS).where(SESSIONS.c.hash == digest(cookie)))
        )

    async def ends_sessions(self, person: str) -> None:
        """Where he is logged in, he must do so anew; his tokens stay."""
        await self._writer.run(
            lambda connection: connection.execute(delete(SESSIONS).where(SESSIONS.c.agent == person))
        )

    async def ends_all(self, person: str) -> None:
        """Sessions and tokens of somebody who may not log in any more."""

        def end(connection: Connection) -> None:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.agent == person))
            connection.execute(delete(TOKENS).where(TOKENS.c.agent == person))

        await self._writer.run(end)

    async def _begin(self, person: str) -> Session:
        cookie, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        now = self._clock()
        row = {
            "hash": digest(cookie),
            "agent": person,
            "csrf": csrf,
            "created_at": now,
            "expires_at": now + SESSION_LIVES,
        }

        def begin(connection: Connection) -> None:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.expires_at <= now))
            connection.execute(insert(SESSIONS), row)

        await self._writer.run(begin)
        return Session(cookie, csrf, self._directory.people[person])

    # -- tokens -------------------------------------------------------------------------------------------

    async def add_token(self, person: str, name: str) -> tuple[str, str]:
        """(id, token); the token is not to be had again."""
        token, row_id = f"cb_{secrets.token_urlsafe(32)}", f"k_{secrets.token_urlsafe(9)}"
        row = {
            "id": row_id,
            "agent": person,
            "name": name,
            "hash": digest(token),
            "created_at": self._clock(),
        }
        await self._writer.run(lambda connection: connection.execute(insert(TOKENS), row))
        return row_id, token

    async def tokens(self, person: str) -> list[dict[str, object]]:
        async with self._engine.connect() as connection:
            query = select(TOKENS).where(TOKENS.c.agent == person).order_by(TOKENS.c.created_at)
            found = await connection.execute(query)
            return [{"id": row.id, "name": row.name, "created_at": row.created_at} for row in found]

    async def remove_token(self, person: str, token: str) -> None:
        def remove(connection: Connection) -> int:
            mine = (TOKENS.c.id == token) & (TOKENS.c.agent == person)
            return connection.execute(delete(TOKENS).where(mine)).rowcount

        if not await self._writer.run(remove):
            raise NotFound("no such token")

    async def person_by_token(self, token: str) -> Person | None:
        async with self._engine.connect() as connection:
            query = select(TOKENS.c.agent).where(TOKENS.c.hash == digest(token))
            found = (await connection.execute(query)).scalar()
        person = self._directory.people.get(found) if found else None
        return None if person is None or person.disabled else person

    # -- the first admin ----------------------------------------------------------------------------------

    def has_admin(self) -> bool:
        return any(
            person.role == "admin" and not person.disabled for person in self._directory.people.values()
        )

    async def open_setup(self) -> str:
        """A fresh one-time key for making the first admin; the one before is void."""
        key = secrets.token_urlsafe(24)
        await self._writer.run(lambda connection: put_setting(connection, SETUP_KEY, digest(key)))
        return key

    async def makes_first_admin(self, key: str, name: str, email: str, password: str) -> Session:
        """One of many at once, the others get Conflict; NotFound once there is an admin; Forbidden for a key
        that is wrong or replaced.
        """
        if self.has_admin():
            raise NotFound("there is an admin")
        hashed = await self.hashed(password)

        def take_key(connection: Connection) -> None:
            if admins(connection):
                raise NotFound("there is an admin")
            kept = setting(connection, SETUP_KEY)
            if kept is None:
                raise Conflict("somebody was faster")
            if not hmac.compare_digest(str(kept), digest(key)):
                raise Forbidden("this link is not valid any more")
            connection.execute(delete(SETTINGS).where(SETTINGS.c.name == SETUP_KEY))

        person = await self._people.add_person(email, name, "admin", password_hash=hashed, first=take_key)
        return await self._begin(person.id)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _prolong(connection: Connection, session: str, until: int) -> None:
    connection.execute(update(SESSIONS).where(SESSIONS.c.hash == session).values(expires_at=until))


def _fits(kept: str, password: str) -> bool:
    try:
        return _hasher().verify(kept, password.encode("utf-8", "replace"))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    # OWASP's second choice: the library's own takes 64 MiB and four threads for each login under way.
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobodys() -> str:
    """Checked for whoever does not exist, so that the answer takes as long."""
    return _hasher().hash(secrets.token_bytes(16))
