"""Service levels computed twice, by the product and by plain definitions, over random worlds."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.listing import Listing
from server.core.kpis.behind import rows_behind
from server.core.kpis.figure import figure, values
from server.core.kpis.from_timeline import frames_before
from tests.kpis.slow import promises as slow_promises
from tests.kpis.slow.talk import COUNTED, Row, Talk
from tests.kpis.test_twice import INSTANTS, LATER, World, known, told_slowly
from tests.kpis.worlds import OFFICE, worlds
from tests.thorough import examples

WORLDS = worlds(promised=True)
ATTAINED = (
    (), ("first_response",), ("next_response",), ("resolution",), ("active_counts",), ("last",),
    ("last", "resolution"), ("abandoned_counts",), ("from_applied",), ("from_applied", "abandoned_counts"),
    ("abandoned_counts", "active_counts"),
)  # fmt: skip
SLACK = ((), ("first_response",), ("resolution",))

Slow = Callable[[Talk, Sequence[str], int], Iterator[Row]]
OF: dict[str, tuple[Slow, Sequence[tuple[str, ...]]]] = {
    "sla_attainment": (slow_promises.attainment, ATTAINED),
    "sla_slack": (slow_promises.slack, SLACK),
}


@settings(max_examples=examples(40, thorough=60))
@given(WORLDS, INSTANTS, INSTANTS, INSTANTS, st.booleans())
def test_both_say_the_same_of_promises(
    world: World, as_of: int | None, since: int | None, until: int | None, cohort: bool
) -> None:
    frames = frames_before([list(story) for story in world], as_of, OFFICE)
    talks = known(world, as_of)
    for kpi, (rows, choices) in OF.items():
        attribution: Any = "event" if kpi == "sla_slack" and not cohort else "cohort"
        for options in choices:
            ask = Ask(kpi, LATER, "UTC", since, until, "wall", attribution, as_of, options=options)
            slowly = (row for talk in talks for row in rows(talk, options, as_of or LATER))
            expected, answer = told_slowly(slowly, ask), figure(frames, ask)
            assert sorted(values(frames, ask)) == pytest.approx(expected["values"])
            assert (answer["n"], answer["excluded"], answer["pending"]) == (
                len(expected["values"]),
                expected["excluded"],
                expected["pending"],
            )


@settings(max_examples=examples(30, thorough=50))
@given(world=WORLDS, as_of=INSTANTS)
def test_both_say_the_same_of_conversations_that_kept_all(world: World, as_of: int | None) -> None:
    frames = frames_before([list(story) for story in world], as_of, OFFICE)
    answer = figure(frames, Ask("sla_attainment", LATER, attribution="cohort", as_of=as_of, options=("all",)))
    kept = []
    for talk in known(world, as_of):
        rows = slow_promises.attainment(talk, (), as_of or LATER)
        if decided := [value for verdict, _, _, value in rows if verdict == COUNTED]:
            kept.append(all(decided))
    assert (answer["n"], answer["part"]) == (len(kept), sum(kept))


@settings(max_examples=examples(30, thorough=50))
@given(world=WORLDS, at=INSTANTS, since=INSTANTS)
def test_both_say_the_same_of_what_is_overdue(world: World, at: int | None, since: int | None) -> None:
    frames = frames_before([list(story) for story in world], None, OFFICE)
    ask = Ask("backlog_overdue", LATER, "UTC", since, at, attribution="instant")
    answer = figure(frames, ask)
    assert answer["value"] == slow_promises.overdue(known(world, None), LATER if at is None else at)
    assert answer["opening"] + answer["entered"] + answer["reopened"] - answer["resolved"] == answer["value"]
    assert rows_behind(frames, Listing(ask, None, limit=100))["total"] == answer["value"] <= answer["all"]
