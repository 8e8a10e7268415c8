"""What a visitor's commands make happen."""

from collections.abc import Sequence
from dataclasses import dataclass

from .. import events as e
from ..conversation import Conversation
from ..events import Event, Named, Page, Sender
from ..refusals import Closed, Conflict, Invalid, NotFound
from ..surveys import SCALES, Look, bounds_of

DAY = 86_400_000
REOPEN_WINDOW = 7 * DAY
RATING_WINDOW = 7 * DAY


@dataclass(frozen=True, slots=True)
class Message:
    """What is said. `id` is the client's; `kind` is text, form or note."""

    id: str
    text: str
    choice: str | None = None
    kind: e.MessageKind = "text"


def says(
    conversation: Conversation,
    by: Sender,
    message: Message,
    *,
    opening: Sequence[Event] = (),
    agent_here: bool = True,
) -> list[Event]:
    """A message. It opens (with `opening`), wakes or reopens the conversation; when the agent is gone, the
    conversation goes back to the queue.
    """
    said = e.MessageSent(by=by, id=message.id, text=message.text, choice=message.choice, kind=message.kind)
    if not conversation.exists:
        return [*_required(opening), said]
    events: list[Event] = [said]
    if conversation.status == "snoozed":
        events.append(e.Unsnoozed())
    if conversation.status == "resolved":
        events.append(e.Reopened(by=by))
    if conversation.visitor_left_at is not None:
        events.insert(0, e.VisitorReturned())
    if conversation.agent is not None and not agent_here:
        events += _passed_on(conversation)
    return events


def asks_for_a_person(
    conversation: Conversation, by: Sender, opening: Sequence[Event] = (), *, agent_here: bool = True
) -> list[Event]:
    """A wish for a person, without words. Asking twice changes nothing."""
    if not conversation.exists:
        return [*_required(opening), e.Queued(by=by)]
    if conversation.wants_a_person and conversation.status == "open":
        return []
    wakes: list[Event] = []
    if conversation.status == "resolved":
        wakes = [e.Reopened(by=by)]
    elif conversation.status == "snoozed":
        wakes = [e.Unsnoozed()]
    if conversation.agent is None:
        return [*wakes, e.Queued(by=by, team=conversation.team)]
    return wakes if agent_here else [*wakes, *_passed_on(conversation)]


def given_back(conversation: Conversation, reason: str) -> list[Event]:
    """From its agent to the queue."""
    return [
        e.Unassigned(agent=conversation.agent, reason=reason),
        e.Queued(team=conversation.team, reason=reason),
    ]


def _passed_on(conversation: Conversation) -> list[Event]:
    """Its agent is gone: to the head of the queue; but whose case was resolved before joins it."""
    if conversation.status != "resolved":
        return given_back(conversation, "agent_gone")
    return [
        e.Unassigned(agent=conversation.agent, reason="agent_gone"),
        e.Queued(team=conversation.team, reason="reopened"),
    ]


def reads(conversation: Conversation, by: Sender, upto: int) -> list[Event]:
    """Read marks only go forwards, and never beyond what there is."""
    upto = min(upto, conversation.last_seq)
    seen = conversation.visitor_read if by.kind == "visitor" else conversation.agent_read
    return [e.MessageRead(by=by, upto=upto)] if upto > seen else []


def gives_details(conversation: Conversation, details: e.DetailsGiven | e.VisitorIdentified) -> list[Event]:
    return [details] if _is_open(conversation) else []


def views(conversation: Conversation, by: Sender, page: Page) -> list[Event]:
    return [e.PageViewed(by=by, page=page)] if _is_open(conversation) else []


def ends(conversation: Conversation, by: Sender) -> list[Event]:
    if not _is_open(conversation):
        raise NotFound("no open conversation")
    return [e.Resolved(by=by, reason="visitor_ended")]


def rates(conversation: Conversation, by: Sender, score: int, comment: str | None, now: int) -> list[Event]:
    """One rating a survey, after the end, within the window, within the scale."""
    if conversation.survey is None or conversation.survey_at is None or conversation.status != "resolved":
        raise Conflict("there is nothing to rate yet")
    low, high = bounds_of(conversation.survey_scale)
    if not low <= score <= high:
        raise Invalid(f"score must be an integer from {low} to {high}")
    if conversation.rated is not None:
        raise Conflict("rated already")
    if now >= conversation.survey_at + RATING_WINDOW:
        raise Closed("the time to rate is over")
    return [
        e.Rated(
            by=by,
            survey=conversation.survey,
            scale=conversation.survey_scale,
            score=score,
            comment=comment,
            agent=conversation.survey_agent,
        )
    ]


def leaves(conversation: Conversation, since: int) -> list[Event]:
    """His last connection has been gone for the grace."""
    stays = _is_open(conversation) and conversation.visitor_left_at is None
    return [e.VisitorLeft(since=since)] if stays else []


def returns(conversation: Conversation) -> list[Event]:
    back = _is_open(conversation) and conversation.visitor_left_at is not None
    return [e.VisitorReturned()] if back else []


def can_be_reopened(conversation: Conversation, now: int) -> bool:
    """Whether a message goes into this one, rather than into a new one."""
    if not conversation.exists:
        return False
    return conversation.resolved_at is None or (
        now < conversation.resolved_at + REOPEN_WINDOW
        and conversation.resolved_reason not in ("spam", "duplicate", "merged")
    )


def can_be_rated(conversation: Conversation, now: int) -> bool:
    return (
        conversation.survey_at is not None
        and conversation.rated is None
        and conversation.status == "resolved"
        and now < conversation.survey_at + RATING_WINDOW
    )


def survey_after(conversation: Conversation, resolved: e.Resolved, look: Look = "stars") -> list[Event]:
    """One survey a conversation, if a person answered and the end was one to be judged."""
    if resolved.reason not in ("solved", "inactive", "visitor_ended"):
        return []
    if conversation.survey is not None or not conversation.answered or conversation.test:
        return []
    return [e.SurveySent(survey="csat", scale=SCALES[look])]


def named(by: Sender) -> Named:
    return Named(by.id or "", by.name)


def _is_open(conversation: Conversation) -> bool:
    return conversation.exists and conversation.status != "resolved"


def _required(opening: Sequence[Event]) -> Sequence[Event]:
    if not opening:
        raise NotFound("no open conversation")
    return opening
