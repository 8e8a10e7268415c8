"""What figures are made of: a row a conversation, and rows for each episode within it.

Instants are ms since the epoch, UTC; lengths are ms; `*_business` is the same length on the opening hours in
force at its end, None where there were none. An episode that still lasts has None as its end. Nothing here
depends on the present.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from server.core.values import Struct, astuple, field


class Row(Struct, array_like=True, gc=False):
    """Bare values in the order of its fields, wherever it is written."""


class Rows(Struct, array_like=True):
    """The same of what holds rows."""


class ConversationFacts(Row):
    """`entered_at`: when it became work for people; None: nobody but the bot. `offered_at`: when it was first
    queued for them, while nobody had it yet. `left_at`: since when the visitor had been away while he waited
    for an answer, if he was not back within a minute; `gave_up_at`: when he ended it without one, and
    `gave_up_taken` whether somebody had it by then. `ended_at`: the last `resolved` that was not spam,
    duplicate or merged. `first_reopened_at`: when it was opened again for the first time after
    `first_solved_at`. `language`: a bare one, such as `it`. `gap_business`: from the butler's first word to
    the first reply. `last_word`: whose the last public message is: the visitor's, a reply of a person, or
    other; `last_word_read`, `last_word_delivered`: the visitor has seen it; `rated_since`: he has rated
    since. `asks`: of him and people, the visitor spoke last. `ends_at`, `closed`, `snoozed` and `business`
    belong to the resolution that stands; they are None or 0 while none does.
    """

    id: str = ""
    site: str = ""
    team: str | None = None
    visitor: str = ""
    customer: str = ""
    channel: str = "web"
    origin: str = "visitor"
    mode: str = "live"
    test: bool = False
    started_at: int = 0
    last_at: int = 0
    last_seq: int = 0
    wrote_at: int | None = None
    bot_at: int | None = None
    asked_at: int | None = None
    entered_at: int | None = None
    entered_resolved: bool = False
    queued_at: int | None = None
    handed_at: int | None = None
    butler_at: int | None = None
    butler_business: int | None = None
    taken_at: int | None = None
    taken_by: str | None = None
    charge_from: int | None = None
    taken_business: int | None = None
    replied_at: int | None = None
    replied_by: str | None = None
    reply_business: int | None = None
    handoff_business: int | None = None
    late_to_absent: bool = False
    last_replier: str | None = None
    assignee: str | None = None
    spam: bool = False
    merged_into: str | None = None
    visitor_messages: int = 0
    human_messages: int = 0
    bot_messages: int = 0
    visitor_turns: int = 0
    human_turns: int = 0
    followups: int = 0
    transfers: int = 0
    agents: int = 0
    active: int = 0
    handled: int = 0
    spoke_at: int | None = None
    spoke_by: str | None = None
    read_at: int | None = None
    resolved_count: int = 0
    resolved_at: int | None = None
    resolved_reason: str | None = None
    resolved_by: str | None = None
    ended_by_visitor: bool = False
    ends_at: int | None = None
    closed: int = 0
    closed_business: int | None = None
    snoozed: int = 0
    snoozed_business: int | None = None
    business: int | None = None
    ends_business: int | None = None
    ended_at: int | None = None
    first_solved_at: int | None = None
    first_solved_by: str | None = None
    first_business: int | None = None
    calendar: str | None = None
    snoozed_at: int | None = None
    offered_at: int | None = None
    left_at: int | None = None
    gave_up_at: int | None = None
    gave_up_taken: bool = False
    language: str | None = None
    first_reopened_at: int | None = None
    gap_business: int | None = None
    last_word: str | None = None
    last_word_read: bool = False
    last_word_delivered: bool = False
    rated_since: bool = False
    asks: bool = False


class Turn(Row):
    """A run of visitor messages with no human reply between. `charged_at`: the later of its opening and the
    moment at which the conversation was given to who replied.
    """

    no: int
    opened_at: int
    last_at: int
    closed_at: int | None = None
    closed_by: str | None = None
    agent: str | None = None
    charged_at: int | None = None
    business: int | None = None
    last_business: int | None = None
    charged_business: int | None = None


class Resolution(Row):
    """`counted`: it took the conversation out of the backlog; `enters`: the conversation became work for
    people while this stood, so that its reopening is its entry.
    """

    no: int
    at: int
    reason: str
    by: str
    agent: str | None = None
    ends_at: int | None = None
    unanswered: bool = False
    counted: bool = False
    enters: bool = False
    reopened_at: int | None = None


class Handling(Row):
    """Somebody at work on it. A helper who was never given it works from his first to his last reply.
    `joined_at`: when he answered for the first time in this conversation, if that was in this interval.
    """

    agent: str
    from_at: int
    to_at: int | None = None
    wrapup: int = 0
    joined_at: int | None = None


class Hold(Row):
    """While it was open: somebody had it (`assigned`), or it was put aside (`snoozed`). One at a time."""

    kind: str
    from_at: int
    to_at: int | None = None


class Transfer(Row):
    """From somebody to somebody, or to a team (`to_agent` is None then)."""

    at: int
    from_agent: str | None = None
    to_agent: str | None = None


class Rating(Row):
    """A survey: asked (`sent_at`), answered, or answered without having been asked. The last one counts."""

    kind: str
    survey: str
    scale: str
    sent_at: int | None = None
    rated_at: int | None = None
    score: int | None = None
    agent: str | None = None
    assignee: str | None = None
    late: bool = False
    superseded: bool = False


class Absence(Row):
    """The visitor was gone. `waiting`: before the first human reply."""

    left_at: int
    returned_at: int | None = None
    waiting: bool = False


class TagSpell(Row):
    tag: str
    at: int
    until: int | None = None


class Promise(Row):
    """One clock of a service level: `seconds` from `begun_at`, by `deadline_at` (None: nobody ever opens).

    `slack`: what was left of it when it stopped, negative when it was late, on the policy's clock. `void_at`:
    another policy came while it was undecided. `over_at`: since when nobody owes it, kept or not: it stopped,
    another policy came, or the run of messages was closed without an answer. `stands_at`: when it stopped;
    of a resolution the last one, None while it is open again. `paused_at`: since when its clock stands.
    `agent`: who stopped it. `applied_due`: the deadline if the clock had begun with the policy.
    """

    target: str
    seconds: int
    policy: str
    applied_at: int
    begun_at: int
    deadline_at: int | None
    stopped_at: int | None = None
    slack: int | None = None
    void_at: int | None = None
    over_at: int | None = None
    stands_at: int | None = None
    paused_at: int | None = None
    agent: str | None = None
    applied_due: int | None = None


class ToldWait(Row):
    """A visitor in the queue was told that he would be served from `low` to `high` after `told_at` (ms;
    `high` None: it may take longer than anybody is told), reckoned as `p10` to `p90`. `served_at`: somebody
    had it after that, or answered; `over_at`: it was resolved before anybody had answered.
    """

    told_at: int
    position: int
    low: int
    high: int | None
    p10: int
    p90: int
    served_at: int | None = None
    replied_at: int | None = None
    over_at: int | None = None


class Message(NamedTuple):
    """A public word of a visitor's, an agent's or the bot's. A tuple: there are many, and none changes."""

    at: int
    by: str
    agent: str | None = None


# How `Messages` number who wrote: these two, then the agents.
BY = ("visitor", "bot")
AGENTS = len(BY)


class Messages(Rows):
    """All of them in columns, for they are written anew with each that is added: ms since the one before
    (the first: since the epoch), and who: 0 the visitor, 1 the bot, from 2 on the agents in order.
    """

    gaps: list[int] = field(default_factory=list)
    who: list[int] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    last_at: int = 0

    def add(self, at: int, by: str, agent: str | None = None) -> None:
        self.gaps.append(at - self.last_at)
        self.last_at = at
        self.who.append(BY.index(by) if agent is None else self._number(agent))

    def __iter__(self) -> Iterator[Message]:
        at = 0
        for gap, who in zip(self.gaps, self.who, strict=True):
            at += gap
            yield Message(at, BY[who]) if who < AGENTS else Message(at, "agent", self.agents[who - AGENTS])

    def __len__(self) -> int:
        return len(self.gaps)

    def _number(self, agent: str) -> int:
        if agent not in self.agents:
            self.agents.append(agent)
        return AGENTS + self.agents.index(agent)


class PresenceSpell(Row):
    agent: str
    status: str
    slots: int
    from_at: int
    to_at: int | None = None


class Cursors(Rows):
    """What the fold must remember and no row holds. Numbers of rows count from 0.

    `sla`: the policy in force; `owed`: by target, the promise whose clock runs; `solved`: the one of the
    resolution, once that has happened. `word_seq`: the number of the last public message.
    """

    spoke: str | None = None
    spoke_at: int | None = None
    at_work: int | None = None
    helping: dict[str, int] = field(default_factory=dict)
    assigned_since: dict[str, int] = field(default_factory=dict)
    repliers: list[str] = field(default_factory=list)
    snoozed_reason: str | None = None
    closed: int = 0
    closed_business: int | None = None
    snoozed: int = 0
    snoozed_business: int | None = None
    sla: dict[str, Any] | None = None
    owed: dict[str, int] = field(default_factory=dict)
    solved: int | None = None
    word_seq: int = 0


class Facts(Rows):
    """All rows of one conversation, or of one agent's presence. Replaced whole, whenever an event arrives."""

    conversation: ConversationFacts = field(default_factory=ConversationFacts)
    turns: list[Turn] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)
    handling: list[Handling] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    tags: list[TagSpell] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    waits: list[ToldWait] = field(default_factory=list)
    messages: Messages = field(default_factory=Messages)
    presence: list[PresenceSpell] = field(default_factory=list)
    cursors: Cursors = field(default_factory=Cursors)


GRAINS: dict[str, type[Any]] = {
    "turns": Turn,
    "resolutions": Resolution,
    "handling": Handling,
    "holds": Hold,
    "transfers": Transfer,
    "ratings": Rating,
    "absences": Absence,
    "tags": TagSpell,
    "promises": Promise,
    "waits": ToldWait,
    "messages": Message,
    "presence": PresenceSpell,
}


Values = tuple[Any, ...] | list[Any]
Plain = tuple[Values, dict[str, Any]]


def plain(facts: Facts) -> Plain:
    """The conversation's columns, and each grain's rows, as bare values in the order of their fields;
    messages as they are.
    """
    grains: dict[str, Any] = {grain: bare(grain, getattr(facts, grain)) for grain in GRAINS}
    grains["messages"] = facts.messages
    return astuple(facts.conversation), grains


def bare(grain: str, found: Iterable[Any]) -> list[Values]:
    """A grain's rows as values."""
    return list(found) if GRAINS[grain] is Message else [astuple(row) for row in found]
