"""The butler: handed a conversation and the moment, he says what he would do. The desk does it.

He acknowledges at once and truthfully, hands over, and takes an address when nobody is there. He says nothing
twice, and falls silent as soon as a person has the conversation.
"""

import re

from server.core.actions import Action, HandOver, NoteDetails, Say, World
from server.core.conversation import Conversation

from . import phrases
from .times import moment

# Bounded everywhere: a long text without an address must not cost more than its length.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NOBODY_IS_ON_DUTY = ("ack.closed", "ack.nobody")


def decide(conversation: Conversation, world: World) -> list[Action]:
    """Asked again after everything that happens, until he wants nothing more."""
    if conversation.status != "open" or conversation.spam or conversation.agent is not None:
        return []
    if conversation.turn_at is None and conversation.queued_at is None:
        return []
    return (
        _hands_over(conversation)
        or _acknowledges(conversation, world)
        or _takes_an_address(conversation, world)
    )


def _hands_over(conversation: Conversation) -> list[Action]:
    return [HandOver()] if conversation.queued_at is None else []


def _acknowledges(conversation: Conversation, world: World) -> list[Action]:
    if any(phrase.startswith("ack.") for phrase in conversation.said):
        return []
    words = phrases.of(conversation.locale)
    if world.open and world.free:
        return [_say(words, "ack.somebody")]
    if world.open and world.takers:
        return [Say("ack.busy", words.plural("ack.busy", world.ahead).format(ahead=world.ahead))]
    if world.opens_at is not None:
        opens = moment(world.opens_at, world.now, world.tz, words.locale)
        text = words["ack.closed"].format(day=opens.day, time=opens.time, zone=opens.zone)
        return [Say("ack.closed", text)]
    return [_say(words, "ack.nobody")]


def _takes_an_address(conversation: Conversation, world: World) -> list[Action]:
    words = phrases.of(conversation.locale)
    asked = "ask.email" in conversation.said
    if "email" in conversation.known:
        done = not asked or "thanks.email" in conversation.said
        return [] if done else [_say(words, "thanks.email")]
    wanted = world.asks_email and any(phrase in conversation.said for phrase in _NOBODY_IS_ON_DUTY)
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
