"""Appends as the desk makes them, from a story."""

from collections.abc import Sequence

from server.core import facts as facts_
from server.core.conversation import replay
from server.core.events import Event, Named
from server.desk.ports import Append
from tests.cast import started, story, vera_says


def appending(*events: Event, conversation: str = "c1", after: Sequence[Event] = ()) -> Append:
    """The events that follow `after` in a conversation, with the folds of all of it."""
    whole = story(*after, *events, conversation=conversation)
    folded = facts_.NOTHING
    for event in whole:
        folded = facts_.after(folded, event, {})
    return Append(whole[len(after) :], replay(whole), folded)


def opening(conversation: str) -> Append:
    """Of a visitor of its own: each has one open conversation at most."""
    return appending(*_opened(conversation), conversation=conversation)


def next_word(conversation: str) -> Append:
    """After its opening."""
    return appending(vera_says("More"), conversation=conversation, after=_opened(conversation))


def _opened(conversation: str) -> list[Event]:
    return [started(visitor=Named(f"v_of_{conversation}", "Vera")), vera_says()]
