"""Whom another team helps, and how urgent the rules say that something is."""

from dataclasses import replace

import pytest

from server.core.conversation import Conversation, replay
from server.core.events import DetailsGiven, Event, Page, PageViewed, Prioritised, Tagged
from server.core.priorities import raised
from server.core.routing import overflows_to
from server.core.rules import Raise, Rules
from tests.cast import VERA, started, story, vera_says

WAY = {"sales": "support", "support": "returns", "returns": None}


def helped_by(team: str, on_duty: set[str], way: dict[str, str | None] = WAY) -> str | None:
    rules = {name: Rules(overflow_to=to) for name, to in way.items()}
    return overflows_to(team, lambda name: rules[name or ""], on_duty.__contains__)


def test_the_first_team_on_the_way_where_somebody_is_on_duty_helps_out() -> None:
    assert helped_by("sales", {"support", "returns"}) == "support"
    assert helped_by("sales", {"returns"}) == "returns"


def test_where_nobody_is_they_stay() -> None:
    assert helped_by("sales", {"sales"}) is None
    assert helped_by("returns", {"sales", "support"}) is None


def test_nobody_is_sent_in_a_circle() -> None:
    assert helped_by("sales", set(), {"sales": "support", "support": "sales"}) is None


RULES = Rules(
    raises=(
        Raise("tag", "vip", 5),
        Raise("tag", "waits", -1),
        Raise("page", "/pricing", 2),
        Raise("field", "gold", 3, name="plan"),
        Raise("field", "silver", 1, name="plan"),
    )
)
PRICING = Page("https://shop.example/pricing?plan=2")


def follows(*events: Event, rules: Rules = RULES) -> tuple[int, str | None]:
    """How urgent it is in the end, and by which rule, if each event is a turn of its own."""
    happened: list[Event] = []
    for event in events:
        happened.append(event)
        now = replay(story(*happened))
        happened += raised(now, (event,), rules)
    now = replay(story(*happened))
    return now.priority, now.priority_reason


def plan(value: str) -> DetailsGiven:
    return DetailsGiven(by=VERA, fields={"plan": value})


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), (0, None)),
        ((Tagged(tags=("order",)),), (0, None)),
        ((Tagged(tags=("order", "vip")),), (5, "tag:vip")),
        ((Tagged(tags=("vip",)), Tagged(tags=())), (0, "no_rule")),
        ((Tagged(tags=("waits",)),), (-1, "tag:waits")),
        ((Tagged(tags=("waits", "vip")),), (5, "tag:vip")),
        ((plan("gold"),), (3, "field:plan")),
        ((plan(" Gold"), Tagged(tags=("order",))), (3, "field:plan")),
        ((plan("gold"), plan("silver")), (1, "field:plan")),
        ((plan("gold"), plan("none")), (0, "no_rule")),
        ((PageViewed(page=PRICING), PageViewed(page=Page("https://shop.example/"))), (2, "page:/pricing")),
        ((PageViewed(page=Page("https://shop.example/blog/pricing")),), (0, None)),
        ((PageViewed(page=PRICING), Tagged(tags=("vip",)), Tagged(tags=())), (0, "no_rule")),
    ],
)
def test_the_highest_rule_that_fits_decides(events: tuple[Event, ...], expected: tuple[int, str]) -> None:
    assert follows(started(), *events) == expected


def test_the_page_that_he_came_from_counts_from_the_start() -> None:
    assert follows(started(page=PRICING)) == (2, "page:/pricing")
    assert follows(started(page=PRICING), Tagged(tags=("vip",)), Tagged(tags=())) == (2, "page:/pricing")


def test_what_happens_at_once_is_judged_at_once() -> None:
    begun = (started(page=PRICING), plan("gold"))
    (raise_,) = raised(replay(story(*begun)), begun, RULES)
    assert isinstance(raise_, Prioritised) and raise_.priority == 3


def test_what_somebody_set_by_hand_stays() -> None:
    by_hand = Prioritised(priority=1)
    assert follows(started(), by_hand, Tagged(tags=("vip",))) == (1, "chosen")


def test_a_message_is_no_reason_to_look() -> None:
    assert raised(Conversation(), (vera_says(),), replace(RULES, raises=())) == []
