"""Service levels at the desk: which one a conversation comes under, and when to look at it again."""

from collections.abc import Sequence

from server.core import events as e
from server.core import sla
from server.core.conversation import Conversation
from server.core.events import Event
from server.core.hours import Calendar

from ..directory import Directory
from ..ports import Due

KIND = "sla"

# After these another policy may fit.
ANEW: frozenset[type[Event]] = frozenset(
    (e.Queued, e.Transferred, e.Tagged, e.Prioritised, e.VisitorIdentified, e.Reopened)
)

# After these there is something else to look at next, or somebody who owes it.
LOOK_AFTER: frozenset[type[Event]] = frozenset(
    (e.SlaApplied, e.SlaDue, e.SlaWarned, e.SlaBreached, e.Queued, e.HandedOff, e.Assigned, e.Transferred)
    + (e.UnmarkedSpam, e.Reopened)
)


def of(conversation: Conversation, fresh: Sequence[Event], directory: Directory) -> list[Event]:
    """What is promised because of these events, which have just happened to it."""
    under = conversation.sla
    late: list[Event] = []
    if under is not None and under.late:
        late = [e.SlaBreached(target=target, deadline=at) for target, at in sorted(under.late.items())]  # type: ignore[arg-type]
    return [*late, *_promised_now(conversation, fresh, directory)]


def _promised_now(conversation: Conversation, fresh: Sequence[Event], directory: Directory) -> list[Event]:
    under = conversation.sla
    if (under is None and not directory.slas) or conversation.wrote_at is None:
        return []
    if conversation.status == "resolved":
        return []
    kinds = {type(event) for event in fresh}
    calendar = _calendar(conversation, directory)
    if not kinds.isdisjoint(ANEW) or (under is None and _begins(conversation, fresh)):
        policy = sla.policy_for(directory.slas, conversation)
        if (applied := sla.applies(conversation, policy, calendar)) is not None:
            return [applied]
    found: list[Event | None] = []
    if e.MessageSent in kinds:
        found.append(sla.next_turn(conversation, calendar))
    if e.Unsnoozed in kinds:
        found.append(sla.goes_on(conversation, calendar, conversation.last_at))
    return [event for event in found if event is not None]


def _begins(conversation: Conversation, fresh: Sequence[Event]) -> bool:
    """The visitor's first message is among them."""
    return any(
        isinstance(event, e.MessageSent) and event.by.kind == "visitor" and event.at == conversation.wrote_at
        for event in fresh
    )


def _calendar(conversation: Conversation, directory: Directory) -> Calendar | None:
    team = conversation.team.id if conversation.team else None
    return directory.calendar_of(conversation.site, team)


def to_look_at(conversation: Conversation, events: Sequence[Event]) -> Sequence[Due]:
    """One row a conversation, for whatever of it comes next; what has been settled by then is passed over."""
    if not any(type(event) in LOOK_AFTER for event in events):
        return ()
    return next_look(conversation)


def next_look(conversation: Conversation) -> Sequence[Due]:
    at = sla.next_look(conversation)
    return () if at is None else (Due(f"{KIND}:{conversation.id}", at, KIND, conversation.id),)
