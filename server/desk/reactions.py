"""What follows from what happened, in the same transaction: the survey, and whatever the butler wants."""

from collections.abc import Sequence

from server.core.actions import Action, HandOver, NoteDetails, Say, World
from server.core.conversation import Conversation
from server.core.decide.visitor import survey_after
from server.core.events import DetailsGiven, Event, MessageSent, Queued, Resolved, Sender

from .ports import Butler

BUTLER = "butler"


def reactions(
    conversation: Conversation, fresh: Sequence[Event], world: World, butler: Butler
) -> list[Event]:
    wanted: list[Event] = []
    for event in fresh:
        if isinstance(event, Resolved):
            wanted += survey_after(conversation, event)
    by = Sender("bot", BUTLER, world.butler)
    return wanted + [_event(action, conversation, by) for action in butler(conversation, world)]


def _event(action: Action, conversation: Conversation, by: Sender) -> Event:
    match action:
        case Say(phrase, text, choices, ask):
            return MessageSent(by=by, kind="auto_ack", text=text, choices=choices, ask=ask, phrase=phrase)
        case HandOver(reason):
            return Queued(by=by, team=conversation.team, reason=reason)
        case NoteDetails(email):
            return DetailsGiven(by=by, email=email)
