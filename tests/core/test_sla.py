"""Service levels: whom they are for, by when something is promised, and what is said of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from server.core import events as e
from server.core.conversation import NOT_STARTED, Conversation, after, replay
from server.core.decide import numbered
from server.core.events import Event, Named
from server.core.facts import facts_of
from server.core.hours import Calendar
from server.core.sla import Policy, deadline, judged, next_look, policy_for
from server.desk.directory import Directory
from server.desk.later import promises
from tests.cast import (
    ADA,
    DAY,
    HOUR,
    MINUTE,
    NINE,
    SECOND,
    VERA,
    ada_says,
    given_to_ada,
    queued,
    resolved_by_ada,
    started,
    vera_says,
)
from tests.kpis.worlds import OFFICE

WEEK: dict[str, Any] = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
ALL_DAY: dict[str, Any] = {
    day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
}


def at(local: str, tz: str = "Europe/Berlin", fold: int = 0) -> int:
    naive = datetime.fromisoformat(local)
    return round(naive.replace(tzinfo=ZoneInfo(tz), fold=fold).timestamp() * 1000)


def hours(tz: str = "Europe/Berlin", *, holidays: Any = (), **week: Any) -> Calendar:
    return Calendar.from_dict({"tz": tz, "hours": week, "holidays": list(holidays)})


# -- by when -------------------------------------------------------------------------------------------------


def test_over_the_weekend_in_which_the_clocks_change_it_is_half_past_nine_local() -> None:
    due = deadline(at("2026-03-27T16:30"), 60 * 60, hours(**WEEK))
    assert due == at("2026-03-30T09:30") == at("2026-03-30T07:30", "UTC")


def test_two_hours_are_two_hours_in_both_nights_in_which_the_clocks_change() -> None:
    always = hours(**ALL_DAY)
    assert deadline(at("2026-03-29T01:30"), 7_200, always) == at("2026-03-29T04:30")
    assert deadline(at("2026-10-25T01:30"), 7_200, always) == at("2026-10-25T02:30", fold=1)


def test_who_writes_at_closing_time_is_answered_when_it_has_opened_again() -> None:
    office = hours("UTC", **WEEK)
    assert deadline(at("2026-01-05T17:00", "UTC"), 1_800, office) == at("2026-01-06T09:30", "UTC")
    nearly = hours("UTC", **{day: [["00:01", "23:59"]] for day in ALL_DAY})
    assert deadline(at("2026-01-05T23:59", "UTC"), 60, nearly) == at("2026-01-06T00:02", "UTC")


def test_it_goes_on_where_it_had_stopped_days_later_and_past_holidays() -> None:
    two = hours("UTC", tue=[["09:00", "17:00"]], wed=[["09:00", "17:00"]])
    assert deadline(at("2026-01-06T09:00", "UTC"), 900 * 60, two) == at("2026-01-07T16:00", "UTC")
    short = hours("UTC", tue=[["09:00", "09:30"]], wed=[["09:00", "17:00"]])
    assert deadline(at("2026-01-06T09:00", "UTC"), 90 * 60, short) == at("2026-01-07T10:00", "UTC")
    off = hours("UTC", holidays=["2026-01-06", "2026-01-07"], **WEEK)
    assert deadline(at("2026-01-06T10:00", "UTC"), 3_600, off) == at("2026-01-08T10:00", "UTC")
    tuesdays = hours("UTC", holidays=["2026-01-06"], tue=[["09:00", "17:00"]])
    assert deadline(at("2026-01-06T10:00", "UTC"), 3_600, tuesdays) == at("2026-01-13T10:00", "UTC")


def test_the_weekday_is_that_of_the_office_and_not_of_utc() -> None:
    india = hours("Asia/Kolkata", tue=[["00:00", "24:00"]])
    assert deadline(at("2026-01-05T20:00", "UTC"), 3_600, india) == at("2026-01-05T21:00", "UTC")


def test_nobody_ever_opens_and_nothing_at_all_are_no_endless_loops() -> None:
    assert deadline(NINE, 60, hours("UTC")) is None
    for seconds in (0, -300):
        with pytest.raises(ValueError, match="more than 0"):
            deadline(NINE, seconds, None)
        with pytest.raises(ValueError, match="more than 0"):
            deadline(NINE, seconds, hours("UTC", **WEEK))


def test_hours_that_were_set_later_do_not_move_what_was_promised_before() -> None:
    later = replace(hours("UTC", **WEEK), valid_from=NINE + 1)
    assert deadline(NINE, 60, later) == NINE + MINUTE


# -- for whom ------------------------------------------------------------------------------------------------

BILLING, VIP = Named("t_billing"), "vip"
ANY = Policy("p_any", "Everybody", first_response=300, order=9)


def talk(**more: Any) -> Conversation:
    return structs.replace(NOT_STARTED, id="c1", team=Named("t_support"), wrote_at=NINE, turns=1, **more)


@pytest.mark.parametrize(
    ("policy", "fits", "fits_not"),
    [
        ({"teams": ("t_billing",)}, {"team": BILLING}, {}),
        ({"tags": (VIP, "press")}, {"tags": ("late", VIP)}, {"tags": ("late",)}),
        ({"priority": 2}, {"priority": 2}, {"priority": 1}),
        ({"known": True}, {"known": ("customer",)}, {"known": ("email", "name")}),
        ({"teams": ("t_billing",), "tags": (VIP,)}, {"team": BILLING, "tags": (VIP,)}, {"team": BILLING}),
    ],
)
def test_the_first_policy_that_fits_counts(policy: Any, fits: Any, fits_not: Any) -> None:
    special = Policy("p_special", "Special", first_response=60, **policy)
    conversation = structs.replace(talk(), **fits)
    assert policy_for([special, ANY], conversation) == special
    assert policy_for([ANY, special], conversation) == ANY
    assert policy_for([special, ANY], structs.replace(talk(), **fits_not)) == ANY
    assert policy_for([special], structs.replace(talk(), **fits_not)) is None


def test_tests_are_promised_nothing() -> None:
    assert policy_for([ANY], talk(test=True)) is None


# -- what follows, as the desk has it ------------------------------------------------------------------------

GOLD = Policy(
    "p_gold", "Gold", 3, first_response=60, next_response=120, resolution=HOUR // SECOND, tags=(VIP,)
)
USUAL = Policy("p_usual", "Usual", 1, 300, 600, DAY // SECOND, warn_before=60, order=1)


def directory(*policies: Policy, calendar: Calendar | None = None) -> Directory:
    found = Directory()
    found.replace([], [], [], {"s1": calendar} if calendar else {}, {}, slas=policies)
    return found


def lived(known: Directory, *steps: Event) -> tuple[Event, ...]:
    """What happens, each at its time, with what follows from it in the same instant."""
    conversation, all_events = structs.replace(NOT_STARTED, id="c1"), tuple[Event, ...]()
    for step in steps:
        fresh: Sequence[Event] = (step,)
        while fresh:
            conversation, settled = numbered(conversation, fresh, step.at or conversation.last_at)
            all_events += settled
            fresh = promises.of(conversation, settled, known)
    return all_events


def of_sla(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.type.startswith("sla.")]


def owed(*steps: Event, policies: Sequence[Policy] = (USUAL,)) -> dict[str, int]:
    conversation = replay(lived(directory(*policies), started(at=NINE), vera_says(at=NINE), *steps))
    assert conversation.sla is not None
    return dict(conversation.sla.deadlines)


def test_the_first_message_starts_the_clocks_of_the_first_answer_and_of_the_end() -> None:
    events = lived(directory(GOLD, USUAL), started(at=NINE - MINUTE), vera_says(at=NINE))
    (applied,) = of_sla(events)
    assert isinstance(applied, e.SlaApplied)
    assert (applied.policy, applied.version, applied.calendar) == ("p_usual", 1, None)
    assert applied.deadlines == {"first_response": NINE + 5 * MINUTE, "resolution": NINE + DAY}


def test_an_answer_by_a_person_stops_the_clock_and_nothing_else_does() -> None:
    note = e.MessageSent(by=ADA, kind="note", public=False, at=NINE + MINUTE)
    robot = e.MessageSent(by=e.Sender("bot", "butler"), at=NINE + MINUTE)
    assert "first_response" in owed(note, robot)
    assert owed(ada_says(at=NINE + MINUTE)) == {"resolution": NINE + DAY}


def test_three_messages_in_a_row_are_one_clock_from_the_first() -> None:
    answered, asks = ada_says(at=NINE + MINUTE), [vera_says(at=NINE + n * MINUTE) for n in (2, 3, 4)]
    assert owed(answered, *asks)["next_response"] == NINE + 12 * MINUTE
    again = (ada_says(at=NINE + 5 * MINUTE), vera_says(at=NINE + 30 * MINUTE))
    assert owed(answered, *asks, again[0]) == {"resolution": NINE + DAY}
    assert owed(answered, *asks, *again)["next_response"] == NINE + 40 * MINUTE


def test_who_was_closed_unanswered_and_asks_again_is_owed_the_answer_that_was_promised_first() -> None:
    steps = (
        ada_says(at=NINE + MINUTE),
        vera_says(at=NINE + 2 * MINUTE),
        resolved_by_ada(at=NINE + 3 * MINUTE),
        e.Reopened(by=VERA, at=NINE + 5 * MINUTE),
        vera_says(at=NINE + 5 * MINUTE),
    )
    assert owed(*steps[:3])["next_response"] == NINE + 12 * MINUTE
    assert owed(*steps)["next_response"] == NINE + 12 * MINUTE
    much_later = (*steps[:3], e.Reopened(by=VERA, at=NINE + HOUR), vera_says(at=NINE + HOUR))
    assert owed(*much_later)["next_response"] == NINE + HOUR + 10 * MINUTE


def test_a_tag_brings_another_policy_and_what_the_first_had_promised_is_void() -> None:
    tagged = e.Tagged(tags=(VIP,), at=NINE + 30 * SECOND)
    both = directory(GOLD, USUAL)
    events = lived(both, started(at=NINE), vera_says(at=NINE), tagged)
    assert [event.policy for event in of_sla(events) if isinstance(event, e.SlaApplied)] == [
        "p_usual",
        "p_gold",
    ]
    assert owed(tagged, policies=(GOLD, USUAL)) == {
        "first_response": NINE + MINUTE,
        "resolution": NINE + HOUR,
    }
    assert (
        owed(tagged, e.Tagged(at=NINE + 40 * SECOND), policies=(GOLD, USUAL))["first_response"]
        == NINE + 5 * MINUTE
    )


def test_a_policy_that_comes_after_the_answer_promises_no_first_one() -> None:
    steps = (ada_says(at=NINE + MINUTE), e.Tagged(tags=(VIP,), at=NINE + 2 * MINUTE))
    assert owed(*steps, policies=(GOLD, USUAL)) == {"resolution": NINE + HOUR}


def test_when_no_policy_fits_any_more_nothing_is_owed() -> None:
    steps = [started(at=NINE), vera_says(at=NINE), e.Tagged(tags=(VIP,), at=NINE), e.Tagged(at=NINE + 1)]
    assert replay(lived(directory(GOLD), *steps)).sla is None


def test_a_changed_policy_leaves_what_was_promised_by_the_earlier_one() -> None:
    known = directory(USUAL)
    before = lived(known, started(at=NINE), vera_says(at=NINE))
    known.replace([], [], [], {}, {}, slas=[replace(USUAL, version=2, first_response=10)])
    tagged = numbered(replay(before), [e.Tagged(tags=("late",))], NINE + SECOND)
    assert promises.of(*tagged, known) == []


def test_the_clock_of_the_end_stands_while_vera_is_waited_for_if_it_may() -> None:
    pausing = replace(USUAL, pauses=True)
    snoozed = e.Snoozed(by=ADA, at=NINE + HOUR, until=NINE + 9 * HOUR)
    steps = (ada_says(at=NINE + MINUTE), snoozed, e.Unsnoozed(at=NINE + 3 * HOUR))
    assert owed(*steps)["resolution"] == NINE + DAY
    assert owed(*steps, policies=(pausing,))["resolution"] == NINE + DAY + 2 * HOUR
    third_party = (steps[0], structs.replace(snoozed, reason="waiting_third_party"), steps[2])
    assert owed(*third_party, policies=(pausing,))["resolution"] == NINE + DAY
    standing = replay(lived(directory(pausing), started(at=NINE), vera_says(at=NINE), queued(), *steps[:2]))
    assert standing.next_deadline is None and judged(standing, NINE + 2 * DAY) == []


def test_the_pause_is_counted_in_opening_hours_where_these_count() -> None:
    pausing = replace(USUAL, resolution=4 * 3_600, pauses=True, clock="business")
    monday = at("2026-01-05T15:00", "Europe/Rome")
    steps = [
        started(at=monday),
        vera_says(at=monday),
        e.Snoozed(by=ADA, at=monday + HOUR),
        e.Unsnoozed(at=monday + 3 * DAY),  # Thursday, when nobody works: Friday it is
    ]
    sla = replay(lived(directory(pausing, calendar=OFFICE), *steps)).sla
    assert sla is not None and sla.calendar == "s1/1"
    assert sla.deadlines["resolution"] == at("2026-01-09T12:00", "Europe/Rome")


# -- what is said of it --------------------------------------------------------------------------------------


def waiting(*steps: Event, policy: Policy = USUAL) -> Conversation:
    return replay(lived(directory(policy), started(at=NINE), vera_says(at=NINE), queued(at=NINE), *steps))


def test_an_answer_at_the_deadline_is_in_time_and_one_later_is_not() -> None:
    due = NINE + 5 * MINUTE
    assert judged(waiting(ada_says(at=due)), due + 1) == []
    assert [event.type for event in judged(waiting(), due)] == ["sla.warned"]
    assert judged(waiting(), due + 1) == [e.SlaBreached(target="first_response", deadline=due)]


def test_what_was_said_is_not_said_again() -> None:
    conversation, now = waiting(), NINE + 4 * MINUTE
    for expected in ([e.SlaWarned], [e.SlaBreached], [e.SlaWarned], [e.SlaBreached], []):
        said = judged(conversation, now)
        assert [type(event) for event in said] == expected
        conversation = numbered(conversation, said, now)[0]
        assert judged(conversation, now) == []
        now = next_look(conversation) or now


@pytest.mark.parametrize(
    ("target", "warned_at"), [(900 + 60, NINE + MINUTE), (800, NINE), (600, NINE), (599, None)]
)
def test_a_warning_that_would_have_been_due_long_before_is_none(target: int, warned_at: int | None) -> None:
    policy = Policy("p", "P", first_response=target, warn_before=900)
    sla = waiting(policy=policy).sla
    assert sla is not None and sla.warnings.get("first_response") == warned_at


def test_nothing_is_said_of_what_the_butler_has_to_himself_until_somebody_is_asked_for() -> None:
    alone = replay(lived(directory(USUAL), started(at=NINE), vera_says(at=NINE)))
    assert judged(alone, NINE + HOUR) == [] and next_look(alone) is None
    (asked,) = [after(alone, structs.replace(queued(at=NINE + HOUR), seq=9))]
    assert [event.type for event in judged(asked, NINE + HOUR)] == ["sla.breached"]


def test_who_ends_it_himself_waits_no_more_but_closing_unanswered_is_no_answer() -> None:
    ended = e.Resolved(by=VERA, reason="visitor_ended", at=NINE + MINUTE)
    assert judged(waiting(ended), NINE + DAY) == []
    late = judged(waiting(resolved_by_ada(at=NINE + MINUTE)), NINE + 2 * DAY)
    assert late == [e.SlaBreached(target="first_response", deadline=NINE + 5 * MINUTE)]
    assert waiting(resolved_by_ada(at=NINE + MINUTE)).next_deadline is None


# -- the fold against a reckoning from the whole timeline ----------------------------------------------------

_STEPS = st.sampled_from(
    [
        vera_says(),
        ada_says(),
        ada_says(kind="note", public=False),
        queued(),
        given_to_ada(),
        e.Transferred(to=Named("t_billing"), team=True),
        e.Snoozed(by=ADA),
        e.Unsnoozed(),
        resolved_by_ada(),
        e.Resolved(by=ADA, reason="duplicate"),
        e.Reopened(),
        e.Tagged(tags=(VIP,)),
        e.Tagged(),
    ]
)
_GAPS = st.sampled_from((1, SECOND, MINUTE, 10 * MINUTE, 5 * HOUR))


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    at, found = NINE, [started(at=NINE), vera_says(at=NINE)]
    over = False
    for step, gap in draw(st.lists(st.tuples(_STEPS, _GAPS), max_size=15)):
        at += gap
        if over and not isinstance(step, e.Tagged | e.Reopened | e.Resolved):
            found.append(e.Reopened(at=at))
        over = isinstance(step, e.Resolved) or (over and isinstance(step, e.Tagged))
        found.append(structs.replace(step, at=at))
    return found


def reckoned(events: Sequence[Event], policies: Sequence[Policy]) -> dict[str, int]:
    """What is owed at the end, from the whole timeline and nothing that was folded."""
    applied = [i for i, event in enumerate(events) if isinstance(event, e.SlaApplied)]
    policy = next((p for p in policies if p.id == events[applied[-1]].policy), None)  # type: ignore[attr-defined]
    if policy is None:
        return {}
    runs = _runs(events)
    starts = {}
    if not any(e.is_human_reply(event) for event in events):
        starts["first_response"] = events[runs[0][0]].at
    open_runs = [first for first, end in runs[1:] if end is None or applied[-1] < end]
    if (asked := _asked(events, open_runs, policy)) is not None:
        starts["next_response"] = asked
    if not any(isinstance(event, e.Resolved) for event in events):
        starts["resolution"] = events[runs[0][0]].at
    found = {target: deadline(start, getattr(policy, target), OFFICE) for target, start in starts.items()}
    return {target: at for target, at in found.items() if at is not None}


def _asked(events: Sequence[Event], runs: Sequence[int], policy: Policy) -> int | None:
    """Since when an answer is owed: to the last run, or to one before it that is not late when it begins."""
    since: int | None = None
    for first in runs:
        last = events[first].at
        due = None if since is None else deadline(since, policy.next_response or 0, OFFICE)
        answered = any(e.is_human_reply(event) for event in events[:first] if event.at >= (since or 0))
        if since is None or answered or due is None or due < last:
            since = last
    return None if since is None or any(e.is_human_reply(x) for x in events[runs[-1] :]) else since


def _runs(events: Sequence[Event]) -> list[tuple[int, int | None]]:
    """Where each run of the visitor's messages begins, and where it was closed without an answer."""
    runs: list[tuple[int, int | None]] = []
    is_open = False
    for i, event in enumerate(events):
        if isinstance(event, e.MessageSent) and event.by.kind == "visitor" and not is_open:
            runs.append((i, None))
            is_open = True
        elif is_open and (e.is_human_reply(event) or isinstance(event, e.Resolved)):
            is_open = False
            if isinstance(event, e.Resolved):
                runs[-1] = (runs[-1][0], i)
    return runs


@settings(max_examples=200)
@given(lives())
def test_what_the_fold_says_is_owed_is_what_the_whole_timeline_says(steps: list[Event]) -> None:
    policies = [replace(policy, clock="business") for policy in (GOLD, USUAL)]
    events = lived(directory(*policies, calendar=OFFICE), *steps)
    sla = replay(events).sla
    assert (dict(sla.deadlines) if sla else {}) == reckoned(events, policies)


# -- what is said in time against what the figures say afterwards --------------------------------------------

PAUSING = replace(USUAL, pauses=True, clock="business", warn_before=30)


def watched(known: Directory, steps: Sequence[Event]) -> tuple[Event, ...]:
    """As `lived`, with somebody who looks whenever there is something to look at, to the millisecond."""
    conversation, all_events = structs.replace(NOT_STARTED, id="c1"), tuple[Event, ...]()
    for step in [*steps, e.PageViewed(at=NINE + 30 * DAY)]:
        while (look := next_look(conversation)) is not None and look < step.at:
            conversation, said = numbered(conversation, judged(conversation, look), look)
            assert said, "looking says something, or nobody would ever look elsewhere"
            all_events += said
        fresh: Sequence[Event] = (step,)
        while fresh:
            conversation, settled = numbered(conversation, fresh, step.at)
            all_events += settled
            fresh = promises.of(conversation, settled, known)
    return all_events


def test_what_comes_late_before_anybody_has_looked_is_said_to_be_late_with_it() -> None:
    known = directory(GOLD)
    begins = (started(at=NINE), vera_says(at=NINE), queued(at=NINE), e.Tagged(tags=(VIP,), at=NINE))
    late, later = ada_says(at=NINE + 61 * SECOND), resolved_by_ada(at=NINE + 2 * HOUR)
    said = of_sla(lived(known, *begins, late, later))
    assert [(type(event), getattr(event, "target", None), event.at) for event in said[1:]] == [
        (e.SlaBreached, "first_response", late.at),
        (e.SlaBreached, "resolution", later.at),
    ]


def test_what_is_late_when_another_policy_comes_is_said_to_be_late_with_it() -> None:
    changes = e.Tagged(tags=(), at=NINE + 61 * SECOND)
    begins = (started(at=NINE), vera_says(at=NINE), queued(at=NINE), e.Tagged(tags=(VIP,), at=NINE))
    said = of_sla(lived(directory(GOLD, USUAL), *begins, changes))
    breaches = [event for event in said if isinstance(event, e.SlaBreached)]
    assert [(event.target, event.at) for event in breaches] == [("first_response", changes.at)]


@settings(max_examples=200)
@given(lives())
def test_late_is_said_of_exactly_those_promises_that_figures_count_as_broken(steps: list[Event]) -> None:
    policies = [replace(GOLD, clock="business"), PAUSING]
    known = directory(*policies, calendar=OFFICE)
    events = watched(known, [steps[0], steps[1], structs.replace(queued(), at=NINE), *steps[2:]])
    if replay(events).resolved_reason == "duplicate":
        return  # it counts nowhere, and nobody says anything of it, until it is opened again
    rows = facts_of(events, known.calendars).promises
    broken = [
        (row.target, row.deadline_at)
        for row in rows
        if row.void_at is None
        and row.paused_at is None
        and (NINE + 30 * DAY if row.stopped_at is None else row.stopped_at) > (row.deadline_at or 0)
    ]
    said = [(event.target, event.deadline) for event in events if isinstance(event, e.SlaBreached)]
    assert sorted(said) == sorted(broken)


def test_who_ends_it_with_a_question_unanswered_was_promised_an_answer_all_the_same() -> None:
    asked = (ada_says(at=NINE + SECOND), vera_says(at=NINE + 2 * SECOND))
    begins = (started(at=NINE), vera_says(at=NINE), queued(at=NINE), *asked)
    said = watched(directory(USUAL), (*begins, e.Resolved(by=VERA, reason="visitor_ended", at=NINE + MINUTE)))
    assert [event.target for event in said if isinstance(event, e.SlaBreached)] == ["next_response"]


def test_an_answer_after_reopening_keeps_the_promise_to_who_was_closed_unanswered() -> None:
    known = directory(replace(GOLD, clock="business"), PAUSING, calendar=OFFICE)
    at = iter(range(NINE + 1, NINE + 9))
    asked = (
        started(at=NINE),
        vera_says(at=NINE),
        queued(at=NINE),
        ada_says(at=next(at)),
        vera_says(at=next(at)),
    )
    ended = (resolved_by_ada(at=next(at)), e.Reopened(at=next(at)), ada_says(at=next(at)))
    events = watched(known, (*asked, *ended))
    rows = facts_of(events, known.calendars).promises
    kept = [(row.target, row.stopped_at) for row in rows if row.target == "next_response"]
    assert kept == [("next_response", NINE + 5)]
    assert not any(isinstance(event, e.SlaBreached) for event in events)
