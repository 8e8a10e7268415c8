"""What is derived from a timeline, event by event."""

import copy
from collections.abc import Sequence

import pytest
from hypothesis import given, settings

from server.core import events as e
from server.core.events import Event, Named
from server.core.facts import NOTHING, Facts, after, facts_of
from server.store import records
from tests.cast import (
    ADA,
    BEN,
    BUTLER,
    HOUR,
    MINUTE,
    NINE,
    SECOND,
    VERA,
    ada_says,
    ben_says,
    given_to_ada,
    queued,
    resolved_by_ada,
    started,
    story,
    vera_says,
)
from tests.kpis.worlds import CALENDARS, stories

BEN_NAMED = Named("a_ben")


def told(*events: Event) -> Facts:
    return facts_of(story(*events), {})


@settings(max_examples=300)
@given(stories())
def test_event_by_event_gives_the_same_bytes_as_all_at_once(timeline: Sequence[Event]) -> None:
    facts = NOTHING
    for event in timeline:
        facts = records.decode(records.encode(after(facts, event, CALENDARS)))
    assert records.encode(facts) == records.encode(facts_of(timeline, CALENDARS))


@settings(max_examples=100)
@given(stories())
def test_what_is_handled_is_the_sum_of_what_each_did(timeline: Sequence[Event]) -> None:
    facts = facts_of(timeline, CALENDARS)
    done = sum((row.to_at or row.from_at) - row.from_at + row.wrapup for row in facts.handling)
    assert facts.conversation.handled == done


def test_nothing_stays_nothing() -> None:
    before = copy.deepcopy(NOTHING)
    told(started(), vera_says(), ada_says())
    assert before == NOTHING


def test_a_record_of_another_schema_is_refused() -> None:
    record = bytearray(records.encode(NOTHING))
    record[1] = records.SCHEMA + 1
    with pytest.raises(records.Outdated):
        records.decode(bytes(record))


def test_the_butler_is_first_but_never_the_first_reply() -> None:
    facts = told(started(), vera_says(at=NINE), e.MessageSent(by=BUTLER, kind="auto_ack", at=NINE + SECOND))
    assert facts.conversation.butler_at == NINE + SECOND
    assert facts.conversation.replied_at is None
    assert facts.turns[0].closed_at is None


def test_once_the_butler_takes_part_it_is_no_work_for_people_until_somebody_asks() -> None:
    talk = [started(), vera_says(), e.MessageSent(by=BUTLER)]
    assert told(*talk).conversation.entered_at is None
    assert told(*talk, queued(at=NINE + HOUR)).conversation.entered_at == NINE + HOUR


def test_what_is_asked_for_while_resolved_becomes_work_when_reopened() -> None:
    facts = told(
        started(), vera_says(), e.MessageSent(by=BUTLER), e.Resolved(by=BUTLER), queued(), e.Reopened(by=VERA)
    )
    assert facts.conversation.entered_resolved
    assert facts.resolutions[0].enters and not facts.resolutions[0].counted


def test_five_messages_in_a_row_are_one_turn() -> None:
    facts = told(started(), *[vera_says() for _ in range(5)], ada_says(), ada_says())
    assert [turn.closed_by for turn in facts.turns] == ["reply"]
    assert facts.conversation.human_turns == 1


def test_a_note_is_no_reply() -> None:
    note = ada_says(kind="note", public=False)
    assert told(started(), vera_says(), note).conversation.replied_at is None


def test_ben_takes_over_and_ada_stops() -> None:
    facts = told(
        started(),
        vera_says(at=NINE),
        given_to_ada(at=NINE),
        e.Transferred(by=ADA, to=BEN_NAMED, at=NINE + 5 * MINUTE),
        ben_says(at=NINE + 6 * MINUTE),
        resolved_by_ada(at=NINE + 8 * MINUTE),
    )
    assert [(row.agent, row.from_at, row.to_at) for row in facts.handling] == [
        ("a_ada", NINE, NINE + 5 * MINUTE),
        ("a_ben", NINE + 5 * MINUTE, NINE + 8 * MINUTE),
    ]
    assert facts.turns[0].charged_at == NINE + 5 * MINUTE


def test_a_helper_works_from_his_first_to_his_last_reply() -> None:
    facts = told(
        started(),
        vera_says(at=NINE),
        given_to_ada(at=NINE),
        ben_says(at=NINE + MINUTE),
        ben_says(at=NINE + 3 * MINUTE),
        resolved_by_ada(at=NINE + 8 * MINUTE),
    )
    assert facts.conversation.handled == 10 * MINUTE


def test_whoever_answered_before_it_was_given_to_him_has_worked_since_his_answer() -> None:
    facts = told(started(), vera_says(), ada_says(at=NINE + MINUTE), given_to_ada(at=NINE + 2 * MINUTE))
    assert [(row.from_at, row.to_at) for row in facts.handling] == [(NINE + MINUTE, None)]


def test_a_pause_is_nobodys_work_and_ada_goes_on_after_it() -> None:
    facts = told(
        started(),
        vera_says(),
        given_to_ada(at=NINE),
        e.Snoozed(by=ADA, at=NINE + MINUTE),
        e.Unsnoozed(at=NINE + HOUR),
        resolved_by_ada(at=NINE + HOUR + MINUTE),
    )
    assert facts.conversation.handled == 2 * MINUTE
    assert facts.conversation.snoozed == HOUR - MINUTE


def test_after_work_counts_at_most_ten_minutes() -> None:
    talk = [started(), vera_says(), given_to_ada(at=NINE), ada_says(), resolved_by_ada(at=NINE + MINUTE)]
    facts = told(*talk, e.WrapupEnded(agent=Named("a_ada"), at=NINE + HOUR))
    assert facts.conversation.handled == 11 * MINUTE


def test_a_visitor_who_ends_it_was_helped_if_nothing_of_his_is_open() -> None:
    end = e.Resolved(by=VERA, reason="visitor_ended")
    assert told(started(), vera_says(), ada_says(), end).conversation.resolved_reason == "solved"
    assert told(started(), vera_says(), end).conversation.resolved_reason == "abandoned"


def test_what_was_ended_before_its_first_word_took_no_time() -> None:
    facts = facts_of(
        story(started(), resolved_by_ada(at=NINE + 5_000), vera_says(at=NINE + 5_000)), CALENDARS
    )
    row = facts.conversation
    assert (row.business, row.ends_business, row.first_business) == (0, 0, 0)


def test_inactivity_ends_with_the_last_word_not_with_the_timer() -> None:
    facts = told(
        started(), vera_says(), ada_says(at=NINE + MINUTE), e.Resolved(reason="inactive", at=NINE + HOUR)
    )
    assert facts.conversation.ends_at == NINE + MINUTE


def test_a_reply_after_the_visitor_left_is_late() -> None:
    facts = told(started(), vera_says(), e.VisitorLeft(since=NINE + MINUTE, at=NINE + HOUR), ada_says())
    assert facts.conversation.late_to_absent
    assert [(row.left_at, row.waiting) for row in facts.absences] == [(NINE + MINUTE, True)]


def test_the_last_answer_counts_and_credits_who_had_answered_before_the_survey() -> None:
    facts = told(
        started(),
        vera_says(),
        ada_says(),
        resolved_by_ada(),
        e.SurveySent(survey="q1"),
        ben_says(),
        e.Rated(by=VERA, survey="q1", score=2),
        e.Rated(by=VERA, survey="q1", score=5),
    )
    assert [(row.score, row.agent) for row in facts.ratings] == [(5, "a_ada")]


def test_tags_live_in_spells() -> None:
    facts = told(
        started(),
        e.Tagged(by=BEN, tags=("refund",), at=NINE),
        e.Tagged(by=BEN, tags=("vip",), at=NINE + MINUTE),
    )
    assert [(row.tag, row.until) for row in facts.tags] == [("refund", NINE + MINUTE), ("vip", None)]


def test_an_agents_day_is_a_row_of_spells() -> None:
    on = e.AgentStatus(seq=1, at=NINE, by=ADA, agent=Named("a_ada"), status="online", slots=3)
    off = e.AgentStatus(seq=2, at=NINE + HOUR, by=ADA, agent=Named("a_ada"), status="offline")
    facts = facts_of([on, off], {})
    assert [(row.status, row.slots, row.to_at) for row in facts.presence] == [
        ("online", 3, NINE + HOUR),
        ("offline", 0, None),
    ]
