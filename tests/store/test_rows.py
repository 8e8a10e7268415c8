"""A row of `events` gives back the event that it was made of, whichever way it is read."""

from typing import Any, get_type_hints

import pytest

from server.core.events import Event, MessageSent, Sender
from server.core.events.envelope import CONTENT
from server.core.wire import from_row, to_row
from server.store.rows import event_of, event_row
from tests.cast import ADA, VERA, ada_says, story, vera_says

NAMELESS = Sender("visitor", "v_vera")
MESSAGES = {
    "plain": vera_says('\u0645\u0631\u062d\u0628\u0627 \U0001f600 \\ "twice"\n'),
    "an agent's, with the client's id": ada_says(id="m1"),
    "by somebody without a name": MessageSent(by=NAMELESS, text="Hello?"),
    "without words": MessageSent(by=VERA),
    "without either": MessageSent(by=NAMELESS),
    "a note": MessageSent(by=ADA, kind="note", public=False, text="third time this week"),
    "a phrase of the butler's": MessageSent(
        by=Sender("bot", "butler", "Butler"), text="Hi", phrase="greeting"
    ),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())
def test_a_message_comes_back_as_it_went(message: MessageSent) -> None:
    (event,) = story(message)
    assert event_of(row_of(event)) == event == from_row(to_row(event))


def test_an_erased_message_says_nothing_and_names_nobody() -> None:
    (event,) = story(vera_says("my secret"))
    *counts, _ = row_of(event)
    assert event_of((*counts, None)) == from_row(to_row(event)._replace(content=None))


def test_what_a_later_version_wrote_beside_the_words_is_left_aside() -> None:
    (event,) = story(vera_says("Hello"))
    *counts, _ = row_of(event)
    assert event_of((*counts, '{"by":"Vera","text":"Hello","mood":{"of":"Vera"}}')) == event


def row_of(event: Event) -> tuple[Any, ...]:
    return tuple(event_row(event).values())


def test_of_a_message_nothing_but_its_text_is_words() -> None:
    """Whoever adds a field of words to messages reads it in `event_of`, too."""
    hints = get_type_hints(MessageSent, include_extras=True)
    assert [name for name, hint in hints.items() if CONTENT in getattr(hint, "__metadata__", ())] == ["text"]
