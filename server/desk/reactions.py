"""What follows from what happened, in the same transaction: surveys, promises, and what the butler wants."""

from collections.abc import Callable, Sequence
from typing import Any

from server.core import priorities
from server.core.actions import Action, HandOver, NoteDetails, Say, Topic, World
from server.core.conversation import Conversation
from server.core.decide.visitor import survey_after
from server.core.events import DetailsGiven, Event, MessageSent, NeedsSet, Queued, Resolved, Sender
from server.core.surveys import Look

from .directory import Directory
from .later import promises
from .ports import Butler

BUTLER = "butler"

Follows = Callable[[Conversation, Any, Directory], Sequence[Event]]

# By type of event, what follows from it: (the conversation afterwards, the event, the directory) -> events.
FOLLOWING: dict[type[Event], tuple[Follows, ...]] = {
    Resolved: (lambda conversation, event, at: survey_after(conversation, event, _look(conversation, at)),),
}


def _look(conversation: Conversation, directory: Directory) -> Look:
    site = directory.sites.get(conversation.site)
    return site.rating if site else "stars"


def _priority(conversation: Conversation, fresh: Sequence[Event], directory: Directory) -> Sequence[Event]:
    if priorities.MATTERS.isdisjoint(map(type, fresh)):
        return ()
    team = conversation.team.id if conversation.team else None
    return priorities.raised(conversation, fresh, directory.rules_of(team))


def reactions(
    conversation: Conversation,
    fresh: Sequence[Event],
    directory: Directory,
    world: Callable[[Conversation], World],
    butler: Butler,
) -> list[Event]:
    wanted: list[Event] = []
    for event in fresh:
        for follows in FOLLOWING.get(type(event), ()):
            wanted += follows(conversation, event, directory)
    wanted += _priority(conversation, fresh, directory)
    wanted += promises.of(conversation, fresh, directory)
    has_a_person = conversation.agent is not None and conversation.visitor_nudged_at is None
    if has_a_person or conversation.status != "open":
        # A person has it, or it is over: the butler is not even asked, nor the moment looked up for him.
        return wanted
    moment = world(conversation)
    by = Sender("bot", BUTLER, moment.butler)
    return wanted + [
        event for action in butler(conversation, moment) for event in _done(action, conversation, by)
    ]


def _done(action: Action, conversation: Conversation, by: Sender) -> list[Event]:
    match action:
        case Say(phrase, text, choices, ask):
            return [MessageSent(by=by, kind="auto_ack", text=text, choices=choices, ask=ask, phrase=phrase)]
        case HandOver(reason, topic):
            return _handed_over(conversation, reason, topic, by)
        case NoteDetails(email):
            return [DetailsGiven(by=by, email=email)]


def _handed_over(conversation: Conversation, reason: str, topic: Topic | None, by: Sender) -> list[Event]:
    """To whose topic it is, with what they must have for it."""
    needs: list[Event] = []
    if topic is not None and topic.skills:
        needs = [NeedsSet(by=by, skills=topic.skills, language=conversation.language)]
    team = topic.team if topic is not None and topic.team is not None else conversation.team
    return [*needs, Queued(by=by, team=team, reason=reason)]
