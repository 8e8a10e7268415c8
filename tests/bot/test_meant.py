"""What the butler takes a first message to be about."""

import pytest

from bot.butler import decide
from bot.topics import meant
from server.core.actions import HandOver, Say, Topic, World
from server.core.conversation import replay
from server.core.events import Named
from tests.cast import NINE, queued, started, story, vera_says

ORDERS = Topic("My order", ("parcel", "deliver*", "tracking number"), skills=("orders",))
PRICES = Topic("Prices", ("cost*", "Rabatt", "prix"), team=Named("t_sales", "Sales"))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Where is my parcel?", ORDERS),
        ("WHERE IS MY PARCEL", ORDERS),
        ("It was not delivered.", ORDERS),
        ("My tracking  number is 4", ORDERS),
        ("What does it cost?", PRICES),
        ("Gibt es Rabatt?", PRICES),
        ("Does delivery cost extra, and when is my parcel here?", ORDERS),
        ("The number is tracking", None),
        ("parcels", None),
        ("Undeliverable", None),
        ("Hello", None),
        ("", None),
    ],
)
def test_the_words_that_somebody_chose_tell_what_it_is_about(text: str, topic: Topic | None) -> None:
    assert meant(text, (PRICES, ORDERS)) == topic


def test_the_butler_hands_it_to_those_whose_topic_it_is_and_says_what_he_took_it_for() -> None:
    asks = replay(story(started(), vera_says(text="What does it cost?")))
    handed, says = decide(asks, World(now=NINE, takers=1, free=1, topics=(ORDERS, PRICES)))
    assert handed == HandOver(topic=PRICES)
    assert says == Say("topic", "I take it that this is about “Prices”; if not, just say so.")


def test_what_is_queued_already_is_not_taken_for_anything() -> None:
    waits = replay(story(started(), vera_says(text="What does it cost?"), queued()))
    actions = decide(waits, World(now=NINE, takers=1, free=1, topics=(ORDERS, PRICES)))
    assert not any(isinstance(action, HandOver) for action in actions)
