"""The floor as it stood is what its timelines say of that moment, in Python and in TypeScript."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from server.core import events as e
from server.core.conversation import NOT_STARTED
from server.core.conversation import replay as replayed
from server.core.events import Event, Named
from server.core.replay import KINDS, PLACES, FloorOf, Spell, day_of, floor_at, moves_of, spot_of
from tests.cast import HOUR, MINUTE, NINE, SECOND, given_to_ada, queued, resolved_by_ada, started, story
from tests.core.test_catch_up import Told, tellings
from tests.core.test_timelines import STORIES, told

WHOLE = FloorOf(0, 2**53)
# Its twin: web_client/console/replay/floor.test.ts. Written by `python -m tests.core.test_replay`.
FIXTURE = Path(__file__).parent.parent / "replays" / "stories.json"
SPELLS = [
    Spell(NINE - HOUR, "a_ada", "online", "chosen", 4),
    Spell(NINE + 20 * SECOND, "a_ben", "online", "chosen", 2),
    Spell(NINE + 40 * SECOND, "a_ada", "away", "lunch", 4),
]


@given(told=tellings())
def test_where_it_stood_is_where_its_events_up_to_then_have_brought_it(told: Told) -> None:
    told_of = [event for event in told.timeline if isinstance(event, KINDS)]
    moves, _ = moves_of(told_of)
    for cut in range(1, len(told.timeline) + 1):
        at = told.timeline[cut - 1].at
        stood = [move.spot for move in moves if move.at <= at][-1]
        assert stood == spot_of(replayed(event for event in told.timeline if event.at <= at))


@given(told=tellings(), since=some.integers(0, 60), length=some.integers(1, 60))
def test_a_part_of_a_day_shows_in_it_what_the_whole_day_shows(told: Told, since: int, length: int) -> None:
    part = FloorOf(NINE + since * SECOND, NINE + (since + length) * SECOND)
    whole = day_of(WHOLE, [told.timeline], SPELLS, {})
    known = [event for event in told.timeline if event.at < part.until]
    some_of_it = day_of(part, [known] if known else [], SPELLS, {})
    for at in range(part.since, part.until, 7 * SECOND):
        assert floor_at(some_of_it, at) == floor_at(whole, at)


def test_who_waits_stands_in_the_order_in_which_he_is_served() -> None:
    def waits(name: str, minute: int, **more: Any) -> list[Event]:
        events = [started(at=NINE + minute * MINUTE), *more.get("before", ()), queued()]
        return list(story(*events, *more.get("after", ()), conversation=name))

    urgent = waits("urgent", 3, before=[e.Prioritised(priority=2)])
    again = waits("again", 2, after=[given_to_ada(), e.Unassigned(), queued(reason="agent_gone")])
    day = day_of(WHOLE, [waits("second", 1), waits("first", 0), urgent, again], [], {})
    assert floor_at(day, NINE + HOUR)["queue"] == ["urgent", "again", "first", "second"]
    assert floor_at(day, NINE + 90 * SECOND)["queue"] == ["first", "second"]


def test_what_was_over_before_is_not_told_and_what_lasted_is_told_with_its_beginning() -> None:
    over = story(started(), queued(), given_to_ada(), resolved_by_ada(), conversation="over")
    lasts = story(started(), queued(), given_to_ada(), conversation="lasts")
    day = day_of(FloorOf(NINE + HOUR, NINE + 2 * HOUR), [over, lasts], [], {"a_ada": "Ada"})
    assert [one[0] for one in day["conversations"]] == ["lasts"]
    assert [row[:6] for row in day["moves"]] == [
        [lasts[2].at, 0, PLACES.index("agent"), 0, 0, lasts[2].at],
    ]
    assert (day["agents"], day["teams"]) == ([["a_ada", "Ada"]], [["t_support", None]])


def test_what_was_erased_has_no_name_any_more() -> None:
    named = e.DetailsGiven(name="Vera")
    (whole,) = day_of(WHOLE, [story(started(visitor=Named("v")), named, queued())], [], {})["conversations"]
    emptied = story(started(visitor=Named("v")), replace(named, name=None), queued())
    (erased,) = day_of(WHOLE, [emptied], [], {})["conversations"]
    assert (whole[2], erased[2]) == ("Vera", None)


def test_nothing_is_on_the_floor_before_it_began() -> None:
    assert moves_of([]) == ([], NOT_STARTED)
    day = day_of(WHOLE, [story(started(), queued())], [], {})
    assert floor_at(day, NINE)["queue"] == []


def test_the_stories_are_the_same_floors_in_typescript() -> None:
    assert json.loads(FIXTURE.read_text(encoding="utf-8")) == json.loads(json.dumps(fixture()))


def fixture() -> dict[str, Any]:
    """All stories as one day, and its floor at each moment at which anything happened."""
    timelines = [[replace(event, conversation=path.stem) for event in told(path)] for path in STORIES]
    day = day_of(WHOLE, timelines, SPELLS, {"a_ada": "Ada", "a_ben": "Ben"})
    moments = sorted({row[0] + by for row in [*day["moves"], *day["states"]] for by in (-1, 0)})
    return {"day": day, "floors": [[at, floor_at(day, at)] for at in moments]}


if __name__ == "__main__":
    FIXTURE.write_text(json.dumps(fixture(), separators=(",", ":")) + "\n", encoding="utf-8")
