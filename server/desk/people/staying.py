"""Whether a visitor may wait for the agent who has his conversation."""

from collections.abc import Sequence

from server.core.conversation import Conversation
from server.core.decide import agent as decide
from server.core.decide.visitor import given_back
from server.core.events import Event

from ..desk import Desk
from ..later.silence import rules_of


def is_here(desk: Desk, conversation: Conversation) -> bool:
    """Nobody has it, or its agent takes chats, is connected, or is away where that does not matter."""
    agent = conversation.agent
    if agent is None:
        return True
    is_away = desk.floor.is_away(agent.id)
    return desk.floor.is_here(agent.id) and not (is_away and hands_back(desk, conversation))


def hands_back(desk: Desk, conversation: Conversation) -> bool:
    """Of an agent who sets himself away, by the rules of its team."""
    return rules_of(conversation, desk.directory).when_away == "hand_back"


def wakes(desk: Desk, conversation: Conversation) -> Sequence[Event]:
    """From its sleep, to its agent; or to the queue when he is gone."""
    woken = decide.wakes(conversation, desk.clock())
    if not woken or is_here(desk, conversation):
        return woken
    return [*woken, *given_back(conversation, "agent_gone")]
