"""All that goes into the outbox because of what happened, in the events' own transaction."""

from collections.abc import Sequence

from server.core.conversation import Conversation
from server.core.events import Event

from ..directory import Directory
from ..ports import Out
from . import alerts, errands, hooks

# Most events are none of these, and so cost next to nothing.
TOLD = {*hooks.TOLD, *alerts.ALARMING}


def of(
    conversation: Conversation, events: Sequence[Event], directory: Directory, mail_after: int | None
) -> Sequence[Out]:
    letters = errands.of(conversation, events, mail_after)
    told = [event for event in events if type(event) in TOLD]
    if not told:
        return letters
    return [
        *letters,
        *hooks.of(conversation, told, directory.webhooks),
        *alerts.of(conversation, told, directory, mail_after is not None),
    ]
