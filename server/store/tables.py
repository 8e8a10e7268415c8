"""The tables. Only `events` is the truth about conversations; `conversations` and `facts` are folds of it."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel


def _big(*, nullable: bool = False, index: bool = False, primary_key: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable, index=index, primary_key=primary_key, autoincrement=False)


def _long(*, nullable: bool = False) -> Column[str]:
    return Column(Text, nullable=nullable)


class EventRow(SQLModel, table=True):
    """The timeline. Rows are only added; nothing but `content` ever changes, and only to be emptied."""

    __tablename__ = "events"
    __table_args__ = (
        Index(
            "events_visitor_said",
            "by_id",
            "client_id",
            unique=True,
            sqlite_where=text("by_kind = 'visitor' AND client_id IS NOT NULL"),
            postgresql_where=text("by_kind = 'visitor' AND client_id IS NOT NULL"),
        ),
        Index(
            "events_agent_said",
            "subject",
            "by_id",
            "client_id",
            unique=True,
            sqlite_where=text("by_kind = 'agent' AND client_id IS NOT NULL"),
            postgresql_where=text("by_kind = 'agent' AND client_id IS NOT NULL"),
        ),
    )

    subject_kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    seq: int = Field(sa_column=_big(primary_key=True))
    at: int = Field(sa_column=_big())
    type: str
    by_kind: str
    by_id: str | None = None
    client_id: str | None = None
    body: str = Field(sa_column=_long())
    content: str | None = Field(default=None, sa_column=_long(nullable=True))


class ConversationRow(SQLModel, table=True):
    """The current state, for inboxes and the queue. `state` is the whole folded conversation as JSON."""

    __tablename__ = "conversations"
    __table_args__ = (
        # A visitor has one open conversation at most: two first messages at once, on two nodes, meet here.
        Index(
            "conversations_open_of_visitor",
            "visitor",
            unique=True,
            sqlite_where=text("status <> 'resolved'"),
            postgresql_where=text("status <> 'resolved'"),
        ),
        Index("conversations_by_visitor", "visitor", "started_at"),
        Index("conversations_by_last", "last_at", "id"),
        Index("conversations_by_agent", "agent", "last_at"),
    )

    id: str = Field(primary_key=True)
    site: str = Field(index=True)
    visitor: str
    status: str = Field(index=True)
    team: str | None = None
    agent: str | None = None
    started_at: int = Field(sa_column=_big())
    last_at: int = Field(sa_column=_big())
    last_seq: int = Field(sa_column=_big())
    change: int = Field(sa_column=_big(index=True))
    state: str = Field(sa_column=_long())


class FactsRow(SQLModel, table=True):
    """What figures are made of: one record a subject, replaced whole. `change` tells a pull what is new."""

    __tablename__ = "facts"

    subject_kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    change: int = Field(sa_column=_big(index=True))
    record: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class VisitorRow(SQLModel, table=True):
    """A bearer of a random token, of which only the hash is kept."""

    __tablename__ = "visitors"

    id: str = Field(primary_key=True)
    site: str = Field(index=True)
    token_hash: str = Field(unique=True)
    customer: str | None = Field(default=None, index=True)
    name: str | None = None
    email: str | None = None
    verified: str | None = None
    phone: str | None = None
    fields: str = Field(default="{}", sa_column=_long())
    locale: str | None = None
    tracking: bool = False
    first_seen_at: int = Field(sa_column=_big())
    last_seen_at: int = Field(sa_column=_big())


class SiteRow(SQLModel, table=True):
    __tablename__ = "sites"

    id: str = Field(primary_key=True)
    name: str
    key: str = Field(unique=True)
    secret: str
    origins: str = Field(default="[]", sa_column=_long())
    locale: str = "en"
    tz: str = "UTC"
    team: str | None = None
    look: str = Field(default="{}", sa_column=_long())
    texts: str = Field(default="{}", sa_column=_long())
    butler: str = "Butler"
    tracking: bool = False
    typing_preview: bool = False
    address: str = "truncated"
    topics: str = Field(default="[]", sa_column=_long())
    hide: str = "never"
    rating: str = "stars"
    removed: bool = False


class TeamRow(SQLModel, table=True):
    __tablename__ = "teams"

    id: str = Field(primary_key=True)
    name: str
    created_at: int = Field(sa_column=_big())
    rules: str = Field(default="{}", sa_column=_long())
    removed: bool = False


class AgentRow(SQLModel, table=True):
    """Someone who logs in: agent, supervisor or admin. Never deleted: history keeps its names."""

    __tablename__ = "agents"

    id: str = Field(primary_key=True)
    name: str
    email: str = Field(unique=True)
    role: str
    slots: int = 4
    password_hash: str | None = None
    locale: str | None = None
    disabled: bool = False
    skills: str = Field(default="{}", sa_column=_long())
    languages: str = Field(default="[]", sa_column=_long())
    team_slots: str = Field(default="{}", sa_column=_long())
    created_at: int = Field(sa_column=_big())


class MembershipRow(SQLModel, table=True):
    __tablename__ = "memberships"

    team: str = Field(primary_key=True)
    agent: str = Field(primary_key=True)


class SessionRow(SQLModel, table=True):
    __tablename__ = "sessions"

    hash: str = Field(primary_key=True)
    agent: str = Field(index=True)
    csrf: str
    created_at: int = Field(sa_column=_big())
    expires_at: int = Field(sa_column=_big())


class TokenRow(SQLModel, table=True):
    """A personal access token, of which only the hash is kept."""

    __tablename__ = "tokens"

    id: str = Field(primary_key=True)
    agent: str = Field(index=True)
    name: str
    hash: str = Field(unique=True)
    created_at: int = Field(sa_column=_big())


class HoursRow(SQLModel, table=True):
    """Opening hours of a site or a team. Versions are only added: a figure names the one it was judged by."""

    __tablename__ = "hours"

    subject: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    valid_from: int = Field(sa_column=_big())
    calendar: str | None = Field(default=None, sa_column=_long(nullable=True))


class SlaRow(SQLModel, table=True):
    """Service levels. Versions are only added: a promise names the one it was made by. None: not any more."""

    __tablename__ = "slas"

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    valid_from: int = Field(sa_column=_big())
    policy: str | None = Field(default=None, sa_column=_long(nullable=True))


class WebhookRow(SQLModel, table=True):
    """Where somebody else's program is told what happens. `kinds`: of what; JSON."""

    __tablename__ = "webhooks"

    id: str = Field(primary_key=True)
    url: str
    secret: str
    kinds: str = Field(default="[]", sa_column=_long())
    disabled: bool = False
    created_at: int = Field(sa_column=_big())
    told_at: int = Field(default=0, sa_column=_big())
    last_error: str | None = None


class AuditRow(SQLModel, table=True):
    """Who did what with whom or what. Rows are only added. `detail`: JSON without texts of people."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_by_time", "at", "key"), Index("audit_by_subject", "subject", "at"))

    key: str = Field(primary_key=True)
    at: int = Field(sa_column=_big())
    who: str
    action: str
    subject: str
    detail: str | None = Field(default=None, sa_column=_long(nullable=True))


class AlertRow(SQLModel, table=True):
    """An alert about a queue: on, or how long it has been over. Which node begins one tells of it."""

    __tablename__ = "alerts"

    key: str = Field(primary_key=True)
    began_at: int = Field(sa_column=_big())
    ended_at: int | None = Field(default=None, sa_column=_big(nullable=True))


class DueRow(SQLModel, table=True):
    """Something that must happen at a time, unless it has become pointless by then."""

    __tablename__ = "due"

    key: str = Field(primary_key=True)
    at: int = Field(sa_column=_big(index=True))
    kind: str
    subject: str
    claimed_until: int = Field(default=0, sa_column=_big())


class OutboxRow(SQLModel, table=True):
    """What is to be done in the world, once a run key. References only: texts are read when it is done.

    `upto` (an event's number), `handed_at`, `recipient` and `origin` (keyed hashes) are set when a letter is
    first handed to the mail server. `data`: what it is about, where no timeline says so; JSON without texts.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_due", "state", "next_at"),
        Index("outbox_by_recipient", "recipient", "handed_at"),
        Index("outbox_by_origin", "origin", "handed_at"),
    )

    run: str = Field(primary_key=True)
    kind: str
    subject: str = Field(index=True)
    state: str = "waiting"
    attempts: int = 0
    next_at: int = Field(sa_column=_big())
    last_error: str | None = None
    created_at: int = Field(sa_column=_big())
    claimed_until: int = Field(default=0, sa_column=_big())
    upto: int = Field(default=0, sa_column=_big())
    handed_at: int = Field(default=0, sa_column=_big())
    recipient: str | None = None
    origin: str | None = None
    data: str | None = Field(default=None, sa_column=_long(nullable=True))


class DashboardRow(SQLModel, table=True):
    """Figures that somebody keeps together. `tiles`: JSON; `period`: of all of them, by name."""

    __tablename__ = "dashboards"

    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    name: str
    shared: bool = False
    period: str
    tiles: str = Field(default="[]", sa_column=_long())
    created_at: int = Field(sa_column=_big())


class ViewRow(SQLModel, table=True):
    """A page of reports with its filters, as somebody left it."""

    __tablename__ = "views"

    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    name: str
    shared: bool = False
    path: str
    query: str = Field(default="", sa_column=_long())
    created_at: int = Field(sa_column=_big())


class ScheduleRow(SQLModel, table=True):
    """A report that is mailed every so often. `of` and `subject`: what; `day` of the week (0: Monday) or of
    the month; `to`: addresses, JSON; `gone`: fingerprints of those that want it no more; `next_at`: the next.
    """

    __tablename__ = "schedules"

    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    of: str
    subject: str
    every: str
    day: int = 0
    at: str
    tz: str
    to: str = Field(default="[]", sa_column=_long())
    gone: str = Field(default="[]", sa_column=_long())
    xlsx: bool = True
    disabled: bool = False
    next_at: int = Field(sa_column=_big(index=True))
    created_at: int = Field(sa_column=_big())


class ShiftRow(SQLModel, table=True):
    """When somebody is to work, or is off for a part of that; [from_at, to_at), ms UTC. `entered_at` and
    `gone_at` say when that was known: what has been replaced stays, for figures as of then.
    """

    __tablename__ = "shifts"
    __table_args__ = (
        Index("shifts_by_time", "from_at"),
        Index("shifts_by_agent", "agent", "from_at"),
    )

    id: str = Field(primary_key=True)
    agent: str
    from_at: int = Field(sa_column=_big())
    to_at: int = Field(sa_column=_big())
    kind: str
    entered_at: int = Field(sa_column=Column(BigInteger, nullable=False, server_default="0"))
    gone_at: int | None = Field(default=None, sa_column=_big(nullable=True))


class SettingRow(SQLModel, table=True):
    """Settings of the whole installation, by name; values are JSON."""

    __tablename__ = "settings"

    name: str = Field(primary_key=True)
    value: str = Field(sa_column=_long())


class LeaseRow(SQLModel, table=True):
    """Which node may do what only one may do. `fence` rises with every change of holder."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    holder: str
    until: int = Field(sa_column=_big())
    fence: int = Field(sa_column=_big())


class NodeRow(SQLModel, table=True):
    """A server process. It lives until then, by the database's clock, unless it says so again; `lists`: all
    who are connected to it are in `connected`.
    """

    __tablename__ = "nodes"

    id: str = Field(primary_key=True)
    until: int = Field(sa_column=_big())
    lists: bool = False


class ConnectedRow(SQLModel, table=True):
    """Somebody with a connection to a node. Kept while there is more than one."""

    __tablename__ = "connected"
    __table_args__ = (Index("connected_by_subject", "kind", "subject"),)

    node: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
