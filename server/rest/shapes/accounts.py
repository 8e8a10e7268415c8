"""Who has logged in, and by what."""

from msgspec import Struct

from .basic import Named, Presence, Role


class SetupOpen(Struct, forbid_unknown_fields=True):
    open: bool


class Me(Struct, forbid_unknown_fields=True):
    """`csrf` is null for a token."""

    id: str
    name: str
    email: str
    role: Role
    teams: list[Named]
    status: Presence
    csrf: str | None
    locale: str | None


class LoggedIn(Struct, forbid_unknown_fields=True):
    me: Me
    csrf: str


class SignedIn(Struct, forbid_unknown_fields=True):
    """`me` is null while nobody is, or not with a session's cookie."""

    me: Me | None


class Token(Struct, forbid_unknown_fields=True):
    id: str
    name: str
    created_at: int


class ShownToken(Struct, forbid_unknown_fields=True):
    id: str
    name: str
    token: str
