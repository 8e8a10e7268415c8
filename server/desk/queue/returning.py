"""Who comes back is to have the agent whom he had, where his team's rules say so."""

from server.core.conversation import Conversation

from ..desk import Desk
from ..ports import Before


async def find_last_agents(desk: Desk) -> None:
    """For those who have begun to wait since the last time: asked once, and together."""
    floor, now = desk.floor, desk.clock()
    new = {one: _within(desk, floor.queue[one]) for one in floor.waiting.newcomers}
    asked = {one: within for one, within in new.items() if within is not None}
    if asked:
        visitors = {floor.queue[one].visitor.id for one in asked}
        before = await desk.timeline.agents_before(visitors, now - max(asked.values()))
        for one, within in asked.items():
            conversation = floor.queue.get(one)
            if conversation is None:
                continue
            agent = _last_agent(conversation, before.get(conversation.visitor.id), now - within)
            if agent is not None:
                floor.waiting.knows_last_agent(one, agent)
    floor.waiting.newcomers -= new.keys()


def _within(desk: Desk, conversation: Conversation) -> int | None:
    """ms"""
    team = conversation.team.id if conversation.team else None
    within = desk.directory.rules_of(team).last_agent_within
    return None if within is None else 1000 * within


def _last_agent(conversation: Conversation, before: Before | None, since: int) -> str | None:
    """In this one, if he was gone and may be back; else in the one before."""
    if conversation.in_front and conversation.last_replier is not None:
        return conversation.last_replier.id
    return before.agent if before is not None and before.at >= since else None
