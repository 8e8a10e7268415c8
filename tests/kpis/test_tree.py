"""What goes with satisfaction, from whole conversations to the answer over the wire."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from typer.testing import CliRunner

from server.core import events as e
from server.core.events import Event, Named, Sender
from server.core.kpis.asking.ask import Ask
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.tree import tree, words
from server.core.wire import to_wire
from server.kpi_commands import app
from tests.cast import (
    ADA,
    DAY,
    HOUR,
    MINUTE,
    NINE,
    SECOND,
    ada_says,
    resolved_by_ada,
    started,
    story,
    vera_says,
)

LATER = NINE + 60 * DAY
BEN = Named("a_ben")


def rated(score: int, at: int) -> Event:
    return e.Rated(by=Sender("visitor", "v_vera"), score=score, at=at)


def talk(
    number: int, wait: int, transfers: int, messages: int, score: int, comes_again: bool
) -> Iterator[tuple[Event, ...]]:
    """A conversation, `wait` in minutes; who comes again does so on the next day."""
    visitor, at = Named(f"v_{number}"), NINE + number * HOUR
    answered = at + wait * MINUTE
    said: list[Event] = [vera_says(at=answered + i * SECOND) for i in range(messages)]
    moved: list[Event] = [
        e.Transferred(from_=Named(ADA.id or ""), to=BEN, at=answered) for _ in range(transfers)
    ]
    end = answered + MINUTE
    yield story(
        started(visitor=visitor, at=at),
        vera_says(at=at),
        ada_says(at=answered),
        *moved,
        *said,
        resolved_by_ada(at=end),
        rated(score, at=end),
        conversation=f"c{number}",
    )
    if comes_again:
        yield story(
            started(visitor=visitor, at=end + DAY), vera_says(at=end + DAY), conversation=f"d{number}"
        )


def world(n: int = 600, seed: int = 5) -> list[Sequence[Event]]:
    """Each minute of waiting costs five points of a hundred, coming again thirty; talk costs nothing."""
    chance, found = Random(seed), list[Sequence[Event]]()
    for number in range(n):
        wait, again = chance.randint(0, 9), chance.random() < 0.3
        share = 0.95 - 0.05 * wait - 0.3 * again
        score = 5 if chance.random() < share else 1
        found += talk(number, wait, chance.randint(0, 1), chance.randint(0, 20), score, again)
    return found


WORLD = world()


def asked(stories: Sequence[Sequence[Event]], **more: Any) -> dict[str, Any]:
    return tree(frames_before(stories, more.get("as_of"), None), Ask("csat", LATER, **more))


def test_what_was_put_in_comes_out() -> None:
    answer = asked(WORLD)
    assert (answer["n"], answer["reason"], answer["pending"]) == (600, None, 0)
    found = {branch["id"]: branch for branch in answer["branches"]}
    low, high = found["wait"]["ci"]
    assert low < -5 < high < 0
    low, high = found["fcr"]["ci"]
    assert 0 < low < 30 < high
    assert (found["wait"]["verdict"], found["fcr"]["verdict"]) == ("less", "more")
    assert found["length"]["ci"][0] < 0 < found["length"]["ci"][1]
    assert {branch["id"] for branch in answer["branches"][:2]} == {"wait", "fcr"}
    assert answer["baseline"]["ci"][0] < 65 < answer["baseline"]["ci"][1]


def test_a_branch_is_told_as_what_goes_together() -> None:
    branch = {"id": "wait", "effect": -3.04, "ci": [-5.0, -1.0], "verdict": "less"}
    assert words(branch) == "a wait of one minute more goes with 3.0 points less (between 1.0 and 5.0)"
    branch = {"id": "fcr", "effect": 3.0, "ci": [-1.0, 7.0], "verdict": "unclear"}
    assert words(branch).endswith("no difference that could be told (between -1.0 and 7.0 points)")


def test_an_hour_is_as_long_as_a_wait_gets() -> None:
    long = [
        one
        for number in range(40)
        for one in talk(number, 60 + number, 0, number % 3, 1 + 4 * (number % 2), False)
    ]
    assert asked(long)["left_out"] == {"wait": "constant", "transfers": "constant", "fcr": "constant"}


def test_few_ratings_are_no_model() -> None:
    answer = asked(world(29))
    assert (answer["n"], answer["reason"], answer["branches"]) == (29, "too_few", [])


def test_where_all_are_satisfied_nothing_makes_a_difference() -> None:
    happy = [one for number in range(40) for one in talk(number, number % 7, 0, number % 3, 5, False)]
    answer = asked(happy)
    assert (answer["reason"], answer["value"]) == ("no_variation", 100.0)


def test_branches_that_say_the_same_are_named() -> None:
    same = [
        one
        for number in range(60)
        for one in talk(number, number % 9, 0, number % 9, 1 + 4 * (number % 2), False)
    ]
    answer = asked(same)
    assert (answer["reason"], answer["with"], answer["branches"]) == ("collinear", ["wait", "length"], [])


def test_whether_it_was_solved_at_once_is_pending_for_a_week() -> None:
    early = asked(WORLD, as_of=NINE + 300 * HOUR)
    assert (early["n"], early["pending"]) == (300 - 7 * 24, 7 * 24)


def test_who_got_no_answer_is_left_out() -> None:
    alone = story(
        started(),
        vera_says(at=NINE),
        e.Queued(),
        resolved_by_ada(at=NINE + 1),
        rated(1, at=NINE + 2),
        conversation="alone",
    )
    answer = asked([*WORLD, alone])
    assert (answer["n"], answer["excluded"]) == (600, {"unanswered": 1})


def test_only_the_period_s_ratings_count() -> None:
    answer = asked(WORLD, since=NINE, until=NINE + 100 * HOUR)
    assert answer["n"] == 100


def test_the_command_says_it_in_sentences(tmp_path: Path) -> None:
    file = tmp_path / "world.jsonl"
    later = story(started(at=LATER), conversation="later")
    lines = [json.dumps(to_wire(event)) for one in [*WORLD, later] for event in one]
    file.write_text("\n".join(lines))
    done = CliRunner().invoke(app, ["tree", "--timeline", str(file)])
    assert done.exit_code == 0
    assert "a wait of one minute more goes with" in done.stdout
    assert done.stdout.splitlines()[-1] == "  What goes together need not be cause and effect."
