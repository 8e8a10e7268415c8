"""What a command makes happen: (conversation, command, now) -> events, or a Refusal. All pure."""

from collections.abc import Iterable, Sequence

from ..conversation import Conversation, after
from ..events import Event
from ..values import replace

Events = Sequence[Event]


def numbered(
    conversation: Conversation, decided: Iterable[Event], now: int
) -> tuple[Conversation, tuple[Event, ...]]:
    """Gives each decided event its place and time, and the conversation as it is once they have happened.

    Order comes from `seq`; time never runs backwards within a timeline, whatever the clock does.
    """
    events = []
    for event in decided:
        event = replace(
            event,
            conversation=conversation.id or event.conversation,
            seq=conversation.last_seq + 1,
            at=max(now, conversation.last_at),
        )
        conversation = after(conversation, event)
        events.append(event)
    return conversation, tuple(events)
