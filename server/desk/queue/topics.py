"""What the butler may take a conversation to be about."""

from server.core.actions import Topic as About
from server.core.conversation import Conversation

from ..directory import Directory, Topic


def untold(directory: Directory, conversation: Conversation) -> tuple[About, ...]:
    """What it may be about, while it is neither queued nor anybody has said so."""
    site = directory.sites.get(conversation.site)
    if site is None or not site.topics or conversation.queued_at is not None or conversation.said:
        return ()
    team = conversation.team.id if conversation.team else None
    if conversation.skills or team != site.team:
        return ()
    return tuple(_about(topic, directory) for topic in site.topics if topic.words)


def _about(topic: Topic, directory: Directory) -> About:
    return About(topic.label, topic.words, directory.team_named(topic.team), topic.skills)
