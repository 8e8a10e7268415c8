"""The butler: handed a conversation and the moment, he says what he would do. The desk does it.

He acknowledges at once and truthfully, hands over, and takes an address when nobody is there. He says nothing
twice, and falls silent as soon as a person has the conversation; only a visitor who is silent is reminded.
"""

import re

from server.core.actions import Action, HandOver, NoteDetails, Say, World
from server.core.conversation import Conversation
from server.core.queueing import LONGEST, Wait

from . import phrases
from .times import moment
from .topics import meant

# Bounded everywhere: a long text without an address must not cost more than its length.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NOT_SOON = ("ack.closed", "ack.nobody", "ack.full")


def decide(conversation: Conversation, world: World) -> list[Action]:
    """Asked again after everything that happens, until he wants nothing more."""
    if conversation.status != "open" or conversation.spam:
        return []
    if conversation.agent is not None:
        return _reminds(conversation)
    if conversation.turn_at is None and conversation.queued_at is None:
        return []
    return (
        _hands_over(conversation, world)
        or _acknowledges(conversation, world)
        or _says_who_is_gone(conversation)
        or _takes_an_address(conversation, world)
    )


def _hands_over(conversation: Conversation, world: World) -> list[Action]:
    """To those whose topic it seems to be; what he took it for he says, so that it can be put right."""
    if conversation.queued_at is not None:
        return []
    topic = meant(_last_words(conversation), world.topics)
    if topic is None:
        return [HandOver()]
    words = phrases.of(conversation.locale)
    return [HandOver(topic=topic), Say("topic", words["topic"].format(topic=topic.label))]


def _acknowledges(conversation: Conversation, world: World) -> list[Action]:
    if any(phrase.startswith("ack.") for phrase in conversation.said):
        return []
    words = phrases.of(conversation.locale)
    if world.open and world.free:
        return [_say(words, "ack.somebody")]
    if world.open and world.full:
        return [_say(words, "ack.full")]
    if world.open and world.takers:
        busy = words.plural("ack.busy", world.ahead).format(ahead=world.ahead)
        return [Say("ack.busy", " ".join([busy, *_how_long(words, world.wait)]))]
    if world.opens_at is not None:
        opens = moment(world.opens_at, world.now, world.tz, words.locale)
        text = words["ack.closed"].format(day=opens.day, time=opens.time, zone=opens.zone)
        return [Say("ack.closed", text)]
    return [_say(words, "ack.nobody")]


def _how_long(words: phrases.Words, wait: Wait | None) -> list[str]:
    """As honestly as it is known; nothing where it is not."""
    if wait is None:
        return []
    low = wait.low // 60
    if wait.high is None:
        return [words["wait.long"] if low >= LONGEST else words.plural("wait.more", low).format(low=low)]
    high = max(1, wait.high // 60)
    if low == 0:
        return [words.plural("wait.upto", high).format(high=high)]
    return [words["wait.between"].format(low=low, high=high)]


def _says_who_is_gone(conversation: Conversation) -> list[Action]:
    """Once: the agent that he had cannot go on. Whoever was only offered it was never his."""
    was_his = conversation.in_front and (conversation.answered or not conversation.passed)
    if not was_his or "gone.agent" in conversation.said:
        return []
    return [_say(phrases.of(conversation.locale), "gone.agent")]


def _reminds(conversation: Conversation) -> list[Action]:
    """A visitor who has been silent since somebody answered, once a silence."""
    nudged, spoke = conversation.visitor_nudged_at, conversation.spoke_at
    if nudged is None or (spoke is not None and spoke >= nudged):
        return []
    return [_say(phrases.of(conversation.locale), "nudge.visitor")]


def _takes_an_address(conversation: Conversation, world: World) -> list[Action]:
    words = phrases.of(conversation.locale)
    asked = "ask.email" in conversation.said
    if "email" in conversation.known:
        done = not asked or "thanks.email" in conversation.said
        return [] if done else [_say(words, "thanks.email")]
    wanted = world.asks_email and any(phrase in conversation.said for phrase in _NOT_SOON)
    if not asked and not wanted:
        return []
    if found := _EMAIL.search(_last_words(conversation)):
        return [NoteDetails(found.group())]
    if asked:
        return []
    ask = ("email",) if "name" in conversation.known else ("name", "email")
    return [Say("ask.email", words["ask.email"], ask=ask)]


def _last_words(conversation: Conversation) -> str:
    """The visitor's, if it was he who spoke last, but for the butler."""
    preview = conversation.preview
    return preview.text if preview is not None and preview.by == "visitor" else ""


def _say(words: phrases.Words, phrase: str) -> Say:
    return Say(phrase, words[phrase])
