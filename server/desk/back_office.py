"""Settings and accounts, as the edges ask for and change them. The store satisfies these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from server.core.conversation import Conversation

from .directory import Directory, Person, Site, Team
from .ports import Timeline

DAY = 86_400_000
SESSION_LIVES = 14 * DAY


@dataclass(frozen=True, slots=True)
class Session:
    """What a browser holds: `id` in its cookie, `csrf` in each request that changes something."""

    id: str
    csrf: str
    person: Person


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations of a list; None: any. `view`: mine, unassigned or all."""

    view: str = "all"
    status: str | None = None
    site: str | None = None
    team: str | None = None
    agent: str | None = None
    visitor: str | None = None


class Lists(Protocol):
    """Conversations by page, for who may see them."""

    async def conversations(
        self, person: Person, wanted: Wanted, cursor: str | None, limit: int
    ) -> tuple[Sequence[Conversation], str | None]: ...
    async def sees_visitor(self, person: Person, visitor: str) -> bool: ...


class Accounts(Protocol):
    """Passwords, sessions, tokens. Refusals are raised as server/store/accounts.py says."""

    async def hashed(self, password: str) -> str: ...
    async def logs_in(self, email: str, password: str) -> Session: ...
    async def logs_out(self, cookie: str) -> None: ...
    async def changes_password(self, person: Person, old: str, new: str) -> Session: ...
    async def sets_password(self, person: str, password: str) -> None: ...
    async def ends_sessions(self, person: str) -> None: ...
    async def session(self, cookie: str | None) -> Session | None: ...
    async def add_token(self, person: str, name: str) -> tuple[str, str]: ...
    async def tokens(self, person: str) -> list[dict[str, object]]: ...
    async def remove_token(self, person: str, token: str) -> None: ...
    async def person_by_token(self, token: str) -> Person | None: ...
    def has_admin(self) -> bool: ...
    async def makes_first_admin(self, key: str, name: str, email: str, password: str) -> Session: ...


class People(Protocol):
    """Sites, teams, people, hours, settings of the installation."""

    async def add_site(self, name: str, origins: Sequence[str]) -> Site: ...
    async def change_site(self, site: str, changes: dict[str, Any]) -> Site: ...
    async def remove_site(self, site: str) -> None: ...
    async def add_team(self, name: str) -> Team: ...
    async def change_team(self, team: str, changes: dict[str, Any]) -> Team: ...
    async def remove_team(self, team: str) -> None: ...
    async def add_person(
        self,
        email: str,
        name: str,
        role: str,
        teams: Sequence[str] = (),
        slots: int = 4,
        password_hash: str | None = None,
    ) -> Person: ...
    async def change_person(self, person: str, changes: dict[str, Any]) -> Person: ...
    async def set_hours(self, subject: str, calendar: Mapping[str, Any] | None) -> None: ...
    async def set_setting(self, name: str, value: Any) -> None: ...  # noqa: ANN401  (any JSON)


class Kept(Protocol):
    """Everything that is kept, as the edges see it."""

    @property
    def directory(self) -> Directory: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def people(self) -> People: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def lists(self) -> Lists: ...
    def tally(self) -> tuple[int, int]:
        """Commits since the start, and turns that were stored by them."""
        ...
