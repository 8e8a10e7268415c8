"""What follows from what happened, in the same transaction: the survey, and whatever the butler wants."""

from collections.abc import Callable, Sequence

from server.core.actions import Action, HandOver, NoteDetails, Say, World
from server.core.conversation import Conversation
from server.core.decide.visitor import survey_after
from server.core.events import DetailsGiven, Event, MessageSent, Queued, Resolved, Sender

from .ports import Butler

BUTLER = "butler"


def reactions(
    conversation: Conversation,
    fresh: Sequence[Event],
    world: Callable[[Conversation], World],
    butler: Butler,
) -> list[Event]:
    wanted: list[Event] = []
    for event in fresh:
        if isinstance(event, Resolved):
            wanted += survey_after(conversation, event)
    if conversation.agent is not None or conversation.status != "open":
        # A person has it, or it is over: the butler is not even asked, nor the moment looked up for him.
        return wanted
    moment = world(conversation)
    by = Sender("bot", BUTLER, moment.butler)
    return wanted + [_event(action, conversation, by) for action in butler(conversation, moment)]


def _event(action: Action, conversation: Conversation, by: Sender) -> Event:
    match action:
        case Say(phrase, text, choices, ask):
            return MessageSent(by=by, kind="auto_ack", text=text, choices=choices, ask=ask, phrase=phrase)
        case HandOver(reason):
            return Queued(by=by, team=conversation.team, reason=reason)
        case NoteDetails(email):
            return DetailsGiven(by=by, email=email)
