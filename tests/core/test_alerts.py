"""When something is an alert, and that none of them flaps."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some
from msgspec import structs

from server.core import events as e
from server.core.alerts import QUIET, Alert, Known, of_event, of_promises, of_queue, step
from server.core.conversation import Conversation, replay
from server.core.events import Named
from server.core.promised import Promised
from server.core.rules import Rules
from tests.cast import (
    MINUTE,
    NINE,
    SECOND,
    SUPPORT,
    VERA,
    ada_says,
    queued,
    resolved_by_ada,
    started,
    story,
    vera_says,
)


def waiting(number: int, since: int) -> Conversation:
    return replay(story(started(at=since), vera_says(at=since), queued(at=since), conversation=f"c{number}"))


def test_more_may_wait_up_to_the_limit_and_one_more_is_an_alert() -> None:
    three = [waiting(number, NINE) for number in range(3)]
    assert of_queue(three, {"t_support": Rules(alert_waiting=3)}, NINE) == {}
    [alert] = of_queue(three, {"t_support": Rules(alert_waiting=2)}, NINE).values()
    assert (alert.key, alert.value, alert.limit, alert.team) == ("waiting:t_support", 3, 2, SUPPORT)
    assert of_queue(three, {"t_returns": Rules(alert_waiting=0)}, NINE) == {}


def test_the_longest_wait_of_a_team_is_an_alert_once_it_is_over_the_limit() -> None:
    rules = {"t_support": Rules(alert_wait=60)}
    queue = [waiting(1, NINE + 30 * SECOND), waiting(2, NINE)]
    assert of_queue(queue, rules, NINE + MINUTE) == {}
    [alert] = of_queue(queue, rules, NINE + MINUTE + SECOND).values()
    assert (alert.kind, alert.value, alert.conversation) == ("wait", 61, "c2")
    assert alert.visitor == Named("v_vera", "Vera")


def promised(**more: object) -> Conversation:
    values = {
        "policy": "gold",
        "warn_before": 60,
        "deadlines": {"first_response": NINE + 5 * MINUTE},
        "wanted": True,
    }
    return structs.replace(waiting(1, NINE), sla=Promised(**{**values, **more}))  # type: ignore[arg-type]


def test_what_was_promised_is_an_alert_when_it_is_near_and_another_when_it_is_late() -> None:
    def kinds(conversation: Conversation, at: int) -> list[str]:
        return [alert.kind for alert in of_promises([conversation], at).values()]

    assert kinds(promised(), NINE + 3 * MINUTE) == []
    assert kinds(promised(), NINE + 4 * MINUTE) == ["sla_warned"]
    assert kinds(promised(warnings={"first_response": NINE + 4 * MINUTE}), NINE + 4 * MINUTE) == []
    assert kinds(promised(breached=("first_response",)), NINE + 6 * MINUTE) == ["sla_breached"]
    assert kinds(promised(deadlines={}), NINE + 6 * MINUTE) == []
    assert kinds(promised(wanted=False), NINE + 4 * MINUTE) == []


def test_the_event_and_the_state_that_it_leaves_are_the_same_alert() -> None:
    late = promised(breached=("first_response",))
    event = e.SlaBreached(target="first_response", deadline=NINE + 5 * MINUTE, at=NINE + 5 * MINUTE)
    told = of_event(late, event)
    assert told is not None and told.key in of_promises([late], NINE + 6 * MINUTE)
    assert told.visitor == Named("v_vera", "Vera")


def test_a_low_rating_is_an_alert_and_that_of_a_preview_is_none() -> None:
    talk = replay(story(started(), vera_says(), ada_says(), resolved_by_ada()))
    low, high = e.Rated(by=VERA, score=3, seq=5), e.Rated(by=VERA, score=4, seq=5)
    down = e.Rated(by=VERA, score=0, scale="0-1", seq=5)
    assert [alert and alert.value for alert in (of_event(talk, one) for one in (low, high, down))] == [
        3,
        None,
        0,
    ]
    assert of_event(structs.replace(talk, test=True), low) is None
    whose = of_event(talk, low)
    assert whose is not None and whose.visitor == Named("v_vera", "Vera")


ALERT = Alert("waiting:t", "waiting", NINE, 3, 2)


@given(some.lists(some.tuples(some.integers(0, 40), some.booleans()), max_size=60))
def test_an_alert_is_told_once_and_again_only_after_a_quiet_minute(looks: list[tuple[int, bool]]) -> None:
    """Against a model that keeps only whether it is on, and when it last ended."""
    known: dict[str, Known] = {}
    now, ended, is_on = NINE, -QUIET, False
    for later, holds in looks:
        now += later * SECOND
        taken = step(known, {ALERT.key: replace(ALERT, at=now)} if holds else {}, now)
        if is_on and not holds:
            ended = now
        expected = holds and not is_on and now >= ended + QUIET
        assert [alert.key for alert in taken.begun] == ([ALERT.key] if expected else [])
        assert bool(taken.ended) == (is_on and not holds)
        on = [one for one in taken.known.values() if one.ended_at is None]
        assert bool(on) == holds
        known, is_on = taken.known, holds


def test_while_it_is_on_it_says_how_bad_it_is_now_and_since_when() -> None:
    first = step({}, {ALERT.key: ALERT}, NINE)
    worse = step(first.known, {ALERT.key: replace(ALERT, at=NINE + MINUTE, value=9)}, NINE + MINUTE)
    [known] = worse.known.values()
    assert (known.alert.at, known.alert.value, worse.begun) == (NINE, 9, ())
