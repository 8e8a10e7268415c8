"""What is to be looked at later of a conversation that comes with its whole past: out of a file, say."""

from collections.abc import Sequence

from server.core.conversation import NOT_STARTED, Conversation, after
from server.core.events import Event

from ..directory import Directory
from ..ports import Due
from . import deadlines
from .overdue import answer_due, wake_up


def still_due(conversation: Conversation, events: Sequence[Event], directory: Directory) -> list[Due]:
    """The rows that would stand there, had `events`, of which it is the fold, happened at this desk."""
    if conversation.status == "resolved":
        return []
    found: dict[str, Due] = {}
    state = NOT_STARTED
    for event in events:
        state = after(state, event)
        found.update((due.key, due) for due in deadlines.of(state, (event,), directory))
    return [*found.values(), *_asked_for(conversation)]


def _asked_for(conversation: Conversation) -> list[Due]:
    """What somebody has set a time for."""
    found = []
    if conversation.snoozed_until is not None:
        found.append(wake_up(conversation.id, conversation.snoozed_until))
    if conversation.asked_until is not None:
        found.append(answer_due(conversation.id, conversation.asked_until))
    return found
