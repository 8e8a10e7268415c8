"""The demo's past is plausible, holds to the rules, and is the same each time."""

from collections import Counter
from itertools import pairwise
from statistics import mean

import orjson

from bot.butler import decide
from server.core import events as e
from server.core.conversation import replay
from server.core.events import Event
from server.core.wire import to_wire
from server.demo.cast import WORKERS
from server.demo.history import History, Told
from server.demo.year import DAYS, bad_days, local
from tests.cast import DAY
from tests.demo.past import COUNT, NOW, SEED, events_of, waited


def as_bytes(seed: int) -> bytes:
    history = History(seed, NOW, decide, 200)
    told = [to_wire(event) for one in history.conversations() for event in one.events]
    return orjson.dumps([told, [[to_wire(one) for one in row] for row in history.presences().values()]])


def numbers_and_times_hold(events: list[Event]) -> bool:
    in_order = all(one.at <= next_.at for one, next_ in pairwise(events))
    return in_order and [event.seq for event in events] == list(range(1, len(events) + 1))


def test_the_same_seed_tells_the_same_past() -> None:
    assert as_bytes(1) == as_bytes(1)


def test_another_seed_tells_another_past() -> None:
    assert as_bytes(1) != as_bytes(2)


def test_every_timeline_is_numbered_in_time_order_and_ends_by_now(past: list[Told]) -> None:
    assert len(past) == COUNT
    assert all(numbers_and_times_hold(told.events) for told in past)
    assert max(told.events[-1].at for told in past) <= NOW


def test_every_conversation_stands_as_its_timeline_says(past: list[Told]) -> None:
    assert all(replay(told.events) == told.conversation for told in past)


def test_it_covers_half_a_year_until_now(past: list[Told]) -> None:
    assert NOW - past[-1].events[0].at < DAY
    assert (DAYS - 2) * DAY < NOW - past[0].events[0].at <= DAYS * DAY


def test_a_visitor_has_one_open_conversation_at_most(past: list[Told]) -> None:
    still_open = Counter(told.visitor.id for told in past if told.conversation.status != "resolved")
    assert set(still_open.values()) <= {1}


def test_visitors_come_on_weekdays_in_the_day_and_ever_more_of_them(past: list[Told]) -> None:
    begun = [local(told.events[0].at) for told in past]
    weekdays = Counter(when.weekday() for when in begun)
    assert weekdays[5] + weekdays[6] < weekdays[0] / 2
    assert sum(9 <= when.hour < 18 for when in begun) > 0.6 * COUNT
    assert 0 < sum(when.hour < 6 for when in begun) < 0.05 * COUNT
    half = NOW - DAYS * DAY // 2
    assert sum(told.events[0].at >= half for told in past) > 0.54 * COUNT


def test_at_night_the_butler_says_when_it_opens_and_the_morning_answers(past: list[Told]) -> None:
    night = [told for told in past if local(told.events[0].at).hour in (22, 23)]
    assert {told.conversation.mode for told in night} == {"offline"}
    assert all(any(getattr(event, "phrase", None) == "ack.closed" for event in told.events) for told in night)
    answered = [told for told in night if any(event.type == "assigned" for event in told.events)]
    assert all(8 <= local(_given_at(told)).hour < 18 for told in answered)


def test_on_a_bad_day_people_wait_leave_and_rate_it_badly(past: list[Told]) -> None:
    bad = bad_days(NOW)
    live = [told for told in past if told.conversation.mode == "live"]
    badly = [told for told in live if local(told.events[0].at).date() in bad]
    well = [told for told in live if local(told.events[0].at).date() not in bad]
    assert len(badly) > 50
    assert mean(waited(told) or 0 for told in badly) > 10 * mean(waited(told) or 0 for told in well)
    assert _left_before_an_answer(badly) > 5 * _left_before_an_answer(well)
    assert _mean_rating(badly) < _mean_rating(well) - 0.2


def test_there_is_something_of_everything(past: list[Told]) -> None:
    for kind in (e.Transferred, e.Reopened, e.MarkedSpam, e.MessageRead, e.Tagged, e.DetailsGiven):
        assert events_of(past, kind), kind.type
    assert {told.conversation.locale for told in past} == {"en", "de", "it", "pl"}
    assert {told.conversation.team.id for told in past if told.conversation.team} == {"t_first", "t_sales"}
    assert any(told.visitor.first_seen_at < told.visitor.last_seen_at for told in past)


def test_a_third_of_those_who_are_asked_rate(past: list[Told]) -> None:
    share = len(events_of(past, e.Rated)) / len(events_of(past, e.SurveySent))
    assert 0.25 < share < 0.45


def test_nobody_answers_whom_nobody_has(past: list[Told]) -> None:
    for told in past[::10]:
        now = replay(())
        for number, event in enumerate(told.events, start=1):
            if e.is_human_reply(event):
                assert now.agent is not None and now.agent.id == event.by.id
            now = replay(told.events[:number]) if event.type in _MOVES else now


def test_all_addresses_are_of_the_domain_that_is_kept_for_examples(past: list[Told]) -> None:
    given = [told.visitor.email for told in past if told.visitor.email]
    assert given and all(email.endswith("@example.com") for email in given)


def test_agents_come_in_the_morning_rest_at_noon_and_are_gone_at_the_end() -> None:
    presences = History(SEED, NOW, decide, 10).presences()
    assert list(presences) == list(WORKERS)
    for timeline in presences.values():
        assert numbers_and_times_hold(timeline)
        statuses = [event.status for event in timeline if isinstance(event, e.AgentStatus)]
        assert all(one != next_ for one, next_ in pairwise(statuses))
        assert statuses[:5] == ["online", "away", "online", "offline", "online"]
        assert statuses[-1] == "offline" and timeline[-1].at <= NOW


_MOVES = ("assigned", "unassigned", "transferred", "queued")


def _given_at(told: Told) -> int:
    return next(event.at for event in told.events if event.type == "assigned")


def _left_before_an_answer(past: list[Told]) -> float:
    left = sum(
        any(event.type == "visitor.left" and event.at < _given_at(told) for event in told.events)
        for told in past
        if waited(told) is not None
    )
    return left / len(past)


def _mean_rating(past: list[Told]) -> float:
    return mean(told.conversation.rated for told in past if told.conversation.rated is not None)
