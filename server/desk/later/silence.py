"""When a silence is to be looked at (core/decide/silence.py): one due row a conversation.

No message moves the row: it comes up no later than anything can, and is set anew each time it is looked at.
"""

from collections.abc import Sequence

from server.core.conversation import Conversation
from server.core.decide import silence
from server.core.events import Event
from server.core.rules import Rules

from ..directory import Directory
from ..ports import Due

KIND = "silence"


def follows(conversation: Conversation, event: Event, directory: Directory) -> Sequence[Due]:
    """Somebody has it from now on, or it has woken up."""
    due = next_look(conversation, directory, event.at)
    return () if due is None else (due,)


def next_look(conversation: Conversation, directory: Directory, now: int) -> Due | None:
    at = silence.looked_at(conversation, rules_of(conversation, directory), now)
    return None if at is None else Due(f"{KIND}:{conversation.id}", at, KIND, conversation.id)


def rules_of(conversation: Conversation, directory: Directory) -> Rules:
    return directory.rules_of(conversation.team.id if conversation.team else None)
