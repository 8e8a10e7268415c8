"""What the butler says and does, in the situations that he meets."""

import time
from dataclasses import replace

import pytest

from bot.butler import decide
from server.core.actions import HandOver, NoteDetails, Say, World
from server.core.conversation import Conversation, replay
from server.core.events import (
    DetailsGiven,
    Event,
    MarkedSpam,
    MessageSent,
    Named,
    Nudged,
    OfferLapsed,
    Reopened,
    Snoozed,
    Unassigned,
)
from server.core.queueing import Wait
from tests.cast import (
    BUTLER,
    DAY,
    HOUR,
    NINE,
    VERA,
    ada_says,
    given_to_ada,
    queued,
    resolved_by_ada,
    started,
    story,
    vera_says,
)

ADA_IS_FREE = World(now=NINE, takers=2, free=1)
ALL_ARE_BUSY = World(now=NINE, takers=2, free=0)
NOBODY_IS_ONLINE = World(now=NINE)
CLOSED = World(now=NINE, open=False, opens_at=NINE + DAY, tz="Europe/Berlin")


def after(*events: Event, **start: object) -> Conversation:
    return replay(story(started(**start), *events))


def said(*phrases: str) -> tuple[Event, ...]:
    return tuple(MessageSent(by=BUTLER, kind="auto_ack", phrase=phrase, text="…") for phrase in phrases)


def words(conversation: Conversation, world: World) -> str:
    (action,) = decide(conversation, world)
    assert isinstance(action, Say)
    return action.text


def test_a_visitor_who_has_only_opened_the_chat_is_left_in_peace() -> None:
    assert decide(after(), ADA_IS_FREE) == []


def test_a_first_message_is_handed_over_before_anything_is_said() -> None:
    assert decide(after(vera_says()), ADA_IS_FREE) == [HandOver()]


def test_somebody_is_free_and_he_says_so() -> None:
    text = words(after(vera_says(), queued()), ADA_IS_FREE)
    assert text == "Thank you. I am the automatic butler; somebody is free, and I have passed this on."


@pytest.mark.parametrize(
    ("ahead", "part"),
    [(0, "you are next."), (1, "1 visitor is before you."), (7, "7 visitors are before you.")],
)
def test_all_are_busy_and_he_says_how_many_are_before(ahead: int, part: str) -> None:
    assert words(after(vera_says(), queued()), replace(ALL_ARE_BUSY, ahead=ahead)).endswith(part)


def test_out_of_hours_he_says_when_it_opens_on_the_clocks_of_the_site() -> None:
    text = words(after(vera_says(), queued()), CLOSED)
    assert "open on Tuesday at 09:00 (Central European Standard Time)" in text


def test_an_opening_a_week_away_is_told_with_its_date() -> None:
    text = words(after(vera_says(), queued()), replace(CLOSED, opens_at=NINE + 7 * DAY))
    assert "Monday 12 January at 09:00" in text


def test_closed_is_closed_even_when_somebody_is_still_online() -> None:
    (action,) = decide(after(vera_says(), queued()), replace(CLOSED, takers=1, free=1))
    assert isinstance(action, Say) and action.phrase == "ack.closed"


@pytest.mark.parametrize("world", [NOBODY_IS_ONLINE, replace(CLOSED, opens_at=None)])
def test_when_he_does_not_know_who_comes_when_he_promises_no_time(world: World) -> None:
    (action,) = decide(after(vera_says(), queued()), world)
    assert isinstance(action, Say) and action.phrase == "ack.nobody"
    assert not any(sign.isdigit() for sign in action.text)


def test_a_person_asked_for_without_words_is_acknowledged_too() -> None:
    (action,) = decide(after(queued()), ADA_IS_FREE)
    assert isinstance(action, Say) and action.phrase == "ack.somebody"


@pytest.mark.parametrize("phrase", ["ack.closed", "ack.nobody"])
def test_nobody_is_on_duty_and_he_asks_for_an_address(phrase: str) -> None:
    (action,) = decide(after(vera_says(), queued(), *said(phrase)), CLOSED)
    assert isinstance(action, Say) and (action.phrase, action.ask) == ("ask.email", ("name", "email"))


def test_whose_name_is_known_is_asked_for_the_address_only() -> None:
    known = after(vera_says(), DetailsGiven(by=VERA, name="Vera"), queued(), *said("ack.closed"))
    (action,) = decide(known, CLOSED)
    assert isinstance(action, Say) and action.ask == ("email",)


def test_whose_address_is_known_is_not_asked_for_it() -> None:
    known = after(vera_says(), DetailsGiven(by=VERA, email="vera@example.com"), queued(), *said("ack.closed"))
    assert decide(known, CLOSED) == []


def test_he_asks_for_no_address_that_nobody_would_read() -> None:
    waiting = after(vera_says(), queued(), *said("ack.closed"))
    assert decide(waiting, replace(CLOSED, asks_email=False)) == []


ASKED = (vera_says(), queued(), *said("ack.closed", "ask.email"))


@pytest.mark.parametrize(
    "text",
    [
        "vera@example.com",
        "It is vera@example.com.",
        "(vera@example.com)!",
        "mailto:vera@example.com",
        "<vera@example.com>, thanks",
    ],
)
def test_the_address_that_he_asked_for_is_noted_from_what_is_written(text: str) -> None:
    assert decide(after(*ASKED, vera_says(text)), CLOSED) == [NoteDetails("vera@example.com")]


@pytest.mark.parametrize("text", ["No, thank you", "@vera", "vera@home", "1 kettle @ 49.90", "a@.b"])
def test_what_is_no_address_is_not_taken_for_one(text: str) -> None:
    assert decide(after(*ASKED, vera_says(text)), CLOSED) == []


def test_an_address_that_he_did_not_ask_for_is_not_collected() -> None:
    waiting = after(vera_says("I am vera@example.com"), queued(), *said("ack.somebody"))
    assert decide(waiting, ADA_IS_FREE) == []


def test_an_address_in_a_persons_answer_is_not_the_visitors() -> None:
    assert decide(after(*ASKED, ada_says("Write to ben@example.com"), vera_says("Yes")), CLOSED) == []


def test_he_thanks_for_an_address_once() -> None:
    given = (*ASKED, DetailsGiven(by=VERA, email="vera@example.com"))
    (thanks,) = decide(after(*given), CLOSED)
    assert isinstance(thanks, Say) and thanks.phrase == "thanks.email"
    assert decide(after(*given, *said("thanks.email")), CLOSED) == []


@pytest.mark.parametrize("world", [ADA_IS_FREE, ALL_ARE_BUSY, NOBODY_IS_ONLINE, CLOSED])
def test_when_the_moment_changes_he_does_not_come_back_to_it(world: World) -> None:
    assert decide(after(vera_says(), queued(), *said("ack.busy")), world) == []


def test_as_soon_as_ada_has_it_he_is_quiet() -> None:
    assert decide(after(vera_says(), queued(), given_to_ada(), vera_says("Hello?")), CLOSED) == []


def test_he_does_not_answer_himself_or_an_agent() -> None:
    assert decide(after(*said("greeting")), ADA_IS_FREE) == []
    assert decide(after(ada_says("How may I help?")), ADA_IS_FREE) == []


def test_a_conversation_that_ada_gave_back_without_a_question_needs_nothing() -> None:
    assert decide(after(vera_says(), given_to_ada(), ada_says(), Unassigned()), ADA_IS_FREE) == []


@pytest.mark.parametrize("end", [resolved_by_ada(), Snoozed(), MarkedSpam()])
def test_what_is_resolved_put_off_or_spam_is_none_of_his(end: Event) -> None:
    assert decide(after(vera_says(), queued(), end), ADA_IS_FREE) == []


def test_whoever_comes_back_after_the_end_is_acknowledged_again() -> None:
    ended = (vera_says(), queued(), *said("ack.somebody"), resolved_by_ada())
    back = after(*ended, vera_says("One more thing", at=NINE + HOUR), Reopened(by=VERA))
    assert decide(back, ADA_IS_FREE) == [HandOver()]
    again = after(*ended, vera_says("One more thing", at=NINE + HOUR), Reopened(by=VERA), queued())
    assert "somebody is free" in words(again, ADA_IS_FREE)


@pytest.mark.parametrize("text", ["a" * 10_000, "%" * 10_000, "a@" * 5_000, "a." * 5_000, "a@" + "b" * 9_998])
def test_a_long_text_without_an_address_is_looked_through_at_once(text: str) -> None:
    waiting = after(*ASKED, vera_says(text))
    before = time.process_time()
    assert decide(waiting, CLOSED) == []
    assert time.process_time() - before < 0.1  # s; a pattern without bounds took 0.3


@pytest.mark.parametrize(
    ("low", "high", "part"),
    [
        (2, 5, "you are next. A person usually answers in 2 to 5 minutes."),
        (0, 1, "A person usually answers within a minute."),
        (0, 3, "A person usually answers within 3 minutes."),
        (0, None, "It may take more than 10 minutes until a person answers."),
        (1, None, "at least a minute, and maybe more than 10, until a person answers."),
        (4, None, "at least 4 minutes, and maybe more than 10, until a person answers."),
        (10, None, "It will probably take more than 10 minutes until a person answers."),
    ],
)
def test_all_are_busy_and_he_says_how_long_it_takes(low: int, high: int | None, part: str) -> None:
    wait = Wait(60 * low, None if high is None else 60 * high)
    assert words(after(vera_says(), queued()), replace(ALL_ARE_BUSY, wait=wait)).endswith(part)


def test_a_queue_that_is_too_long_is_said_to_be_and_he_asks_for_an_address() -> None:
    full = replace(ALL_ARE_BUSY, full=True)
    (action,) = decide(after(vera_says(), queued()), full)
    assert isinstance(action, Say) and action.phrase == "ack.full"
    (ask,) = decide(after(vera_says(), queued(), *said("ack.full")), full)
    assert isinstance(ask, Say) and ask.phrase == "ask.email"


def test_a_visitor_whose_agent_is_gone_is_told_so_once() -> None:
    gone = (
        vera_says(),
        queued(),
        *said("ack.somebody"),
        given_to_ada(),
        Unassigned(),
        queued(reason="agent_gone"),
    )
    assert "front of the queue" in words(after(*gone), ADA_IS_FREE)
    assert decide(after(*gone, *said("gone.agent")), ADA_IS_FREE) == []


def test_whoever_was_only_offered_it_was_nobodys_agent() -> None:
    ada = Named("a_ada", "Ada")
    passed = (OfferLapsed(agent=ada), Unassigned(agent=ada), queued(reason="unanswered"))
    offered = (vera_says(), queued(), *said("ack.somebody"), given_to_ada(), *passed)
    assert decide(after(*offered), ADA_IS_FREE) == []


def test_a_visitor_who_is_silent_is_reminded_once_a_silence() -> None:
    answered = (vera_says(), queued(), *said("ack.somebody"), given_to_ada(), ada_says())
    assert decide(after(*answered), ADA_IS_FREE) == []
    assert "Are you still there?" in words(after(*answered, Nudged()), ADA_IS_FREE)
    reminded = (*answered, Nudged(), *said("nudge.visitor"))
    assert decide(after(*reminded), ADA_IS_FREE) == []
    again = (*reminded, vera_says(), ada_says(), Nudged())
    assert "Are you still there?" in words(after(*again), ADA_IS_FREE)
    assert decide(after(*answered, Nudged(whom="agent")), ADA_IS_FREE) == []
