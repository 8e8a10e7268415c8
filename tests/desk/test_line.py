"""The queue is kept in order, however people come and go."""

from hypothesis import given
from hypothesis import strategies as st

from server.core.routing import Waiter, in_order
from server.desk.queue.line import Line

waiters = st.builds(
    Waiter,
    st.sampled_from(["vera", "wim", "xena", "yves", "zoe"]),
    st.sampled_from(["support", "sales", None]),
    st.integers(0, 3),
    st.booleans(),
    st.integers(0, 1),
)
steps = st.lists(st.tuples(st.booleans(), waiters), max_size=30)


@given(steps)
def test_the_order_is_the_one_of_routing_whoever_comes_and_goes(steps: list[tuple[bool, Waiter]]) -> None:
    line, waiting = Line(), dict[str, Waiter]()
    for comes, waiter in steps:
        if comes:
            line.put(waiter)
            waiting[waiter.conversation] = waiter
        else:
            line.drop(waiter.conversation)
            waiting.pop(waiter.conversation, None)
        assert line.waiters() == in_order(waiting.values())


@given(st.lists(waiters, unique_by=lambda waiter: waiter.conversation))
def test_a_place_counts_only_those_who_wait_for_the_same_team(waiting: list[Waiter]) -> None:
    line = Line()
    for waiter in waiting:
        line.put(waiter)
    for waiter in waiting:
        same = [other for other in in_order(waiting) if other.team == waiter.team]
        assert line.position(waiter.conversation) == same.index(waiter) + 1
        assert line.length(waiter.team) == len(same)


def test_who_does_not_wait_has_no_place() -> None:
    assert Line().position("vera") is None
