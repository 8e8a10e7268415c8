from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core import events as e
from server.core.conversation import NOT_STARTED, Conversation, after, replay
from server.core.decide import numbered
from server.core.events import EVENT_TYPES, Named
from server.core.wire import from_row, from_wire, to_row, to_wire
from tests.cast import (
    ADA,
    MINUTE,
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


def test_the_visitors_wait_starts_with_his_first_unanswered_message() -> None:
    now = replay(story(started(), vera_says(at=NINE), given_to_ada(), vera_says("Hello?", at=NINE + MINUTE)))
    assert now.waiting == "agent"
    assert now.waiting_since == NINE


def test_a_note_answers_nobody() -> None:
    note = e.MessageSent(by=ADA, kind="note", public=False, text="third time this week")
    now = replay(story(started(), vera_says(), given_to_ada(), note))
    assert now.waiting == "agent"
    assert not now.answered
    assert now.preview is not None and now.preview.text == "Where is my order?"


def test_the_butlers_answer_leaves_the_visitor_waiting() -> None:
    ack = e.MessageSent(
        by=e.Sender("bot", "butler"), kind="auto_ack", text="One moment.", phrase="ack.somebody"
    )
    now = replay(story(started(), vera_says(), queued(), ack))
    assert now.waiting == "queue"
    assert now.turn_at is not None
    assert now.said == ("ack.somebody",)


def test_what_comes_back_to_the_queue_keeps_its_agentless_place_in_front() -> None:
    now = replay(
        story(started(), vera_says(), queued(), given_to_ada(), e.Unassigned(), queued(reason="agent_gone"))
    )
    assert now.waiting == "queue"
    assert now.in_front
    assert now.agent is None


def test_an_assignment_survives_the_resolution() -> None:
    now = replay(story(started(), vera_says(), given_to_ada(), ada_says(), resolved_by_ada()))
    assert now.status == "resolved"
    assert now.waiting is None
    again = after(now, e.Reopened(by=VERA, conversation="c1", seq=6, at=now.last_at))
    assert again.status == "open"
    assert again.agent == Named("a_ada", "Ada")


def test_read_marks_only_go_forwards_and_never_beyond_the_end() -> None:
    said = story(started(), vera_says(), given_to_ada(), ada_says(), e.MessageRead(by=VERA, upto=99))
    now = replay(said)
    assert now.visitor_read == 4
    assert after(now, e.MessageRead(by=VERA, upto=1, conversation="c1", seq=6, at=NINE)).visitor_read == 4


def test_time_never_runs_backwards_within_a_timeline() -> None:
    now = replay(story(started(), vera_says(at=NINE + MINUTE)))
    _, events = numbered(now, [ada_says()], NINE)
    assert events[0].at == NINE + MINUTE
    assert events[0].seq == 3


events = st.sampled_from(
    [
        vera_says(),
        ada_says(),
        queued(),
        given_to_ada(),
        e.Unassigned(agent=Named("a_ada")),
        e.Transferred(to=Named("a_ben", "Ben"), from_=Named("a_ada")),
        e.Snoozed(until=NINE),
        e.Unsnoozed(),
        resolved_by_ada(),
        e.Reopened(by=VERA),
        e.VisitorLeft(since=NINE),
        e.VisitorReturned(),
        e.DetailsGiven(by=VERA, email="vera@shop.example", fields={"order": "20418"}),
        e.SurveySent(survey="csat"),
        e.Rated(by=VERA, score=5, comment="quick", agent=Named("a_ada")),
        e.MessageRead(by=VERA, upto=3),
        e.Tagged(tags=("damaged",)),
        e.MarkedSpam(),
        e.UnmarkedSpam(),
        e.PageViewed(by=VERA, page=e.Page("https://shop.example/", "Shop")),
    ]
)


@given(st.lists(events, max_size=30), st.integers(0, 31))
def test_a_snapshot_and_what_came_later_equal_a_fresh_replay(told: list[e.Event], heard: int) -> None:
    timeline = story(started(), *told)
    assert reduce(after, timeline[heard:], replay(timeline[:heard])) == replay(timeline)


def test_a_replay_changes_nothing_but_what_it_gives() -> None:
    told = story(vera_says("hello"), queued())
    first = replay(told)
    assert replay(()) == NOT_STARTED == Conversation()
    assert after(first, numbered(first, [e.MarkedSpam()], NINE)[1][0]).spam and not first.spam


@given(st.lists(events, max_size=10))
def test_events_come_back_from_wire_and_store_as_they_went(told: list[e.Event]) -> None:
    for event in story(started(), *told):
        assert from_wire(to_wire(event)) == event
        assert from_row(to_row(event)) == event


@pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=EVENT_TYPES.keys())
def test_every_event_type_can_be_told_stored_and_folded(kind: type[e.Event]) -> None:
    event = kind(conversation="c1", seq=1, at=NINE)
    if isinstance(event, e.AgentStatus):
        event = e.AgentStatus(agent=Named("a_ada"), seq=1, at=NINE, status="online")
    assert from_wire(to_wire(event)) == event
    assert from_row(to_row(event)) == event
    assert after(NOT_STARTED, event).last_seq == 1


def test_an_erased_event_keeps_what_counts() -> None:
    row = to_row(story(vera_says("my secret", kind="form"))[0])
    left = from_row(row._replace(content=None))
    assert isinstance(left, e.MessageSent)
    assert (left.kind, left.text, left.by.name, left.by.id) == ("form", "", None, "v_vera")
