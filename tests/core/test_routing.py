from hypothesis import given
from hypothesis import strategies as st

from server.core.routing import Match, Taker, Waiter, in_order, matches

TEAM = frozenset({"support"})


def ada(taken: int = 0, slots: int = 2, idle_since: int = 0) -> Taker:
    return Taker("ada", TEAM, slots, taken, idle_since)


def ben(taken: int = 0, slots: int = 2, idle_since: int = 0) -> Taker:
    return Taker("ben", TEAM, slots, taken, idle_since)


def waiter(name: str, at: int = 0, **more: object) -> Waiter:
    return Waiter(name, "support", at, **more)  # type: ignore[arg-type]


def test_the_least_busy_agent_gets_it() -> None:
    assert matches([waiter("c1")], [ada(taken=1), ben()]) == [Match("c1", "ben")]


def test_on_a_tie_it_is_the_longest_idle() -> None:
    assert matches([waiter("c1")], [ada(idle_since=20), ben(idle_since=10)]) == [Match("c1", "ben")]


def test_two_at_once_go_to_two_agents() -> None:
    assert {m.agent for m in matches([waiter("c1"), waiter("c2")], [ada(), ben()])} == {"ada", "ben"}


def test_who_came_first_is_first_and_who_had_an_agent_before_is_before_him() -> None:
    queue = [waiter("late", 20), waiter("early", 10), waiter("back", 30, in_front=True)]
    assert [w.conversation for w in in_order(queue)] == ["back", "early", "late"]


def test_another_teams_agent_does_not_get_it() -> None:
    assert matches([waiter("c1")], [Taker("cleo", frozenset({"sales"}), 4, 0, 0)]) == []


waiters = st.builds(
    Waiter,
    st.uuids().map(str),
    st.sampled_from(["support", "sales", None]),
    st.integers(0, 50),
    st.booleans(),
    st.integers(0, 2),
)
takers = st.lists(
    st.builds(
        Taker,
        st.sampled_from(["ada", "ben", "cleo", "dana"]),
        st.frozensets(st.sampled_from(["support", "sales"])),
        st.integers(0, 4),
        st.integers(0, 5),
        st.integers(0, 9),
    ),
    unique_by=lambda taker: taker.agent,
)


@given(st.lists(waiters, max_size=12, unique_by=lambda w: w.conversation), takers)
def test_nobody_is_over_his_slots_and_nobody_waits_while_a_fitting_agent_is_free(
    queue: list[Waiter], agents: list[Taker]
) -> None:
    found = matches(queue, agents)
    given_to = {match.conversation: match.agent for match in found}
    assert len(given_to) == len(found)
    for taker in agents:
        got = sum(agent == taker.agent for agent in given_to.values())
        assert got <= max(0, taker.slots - taker.taken)
        if taker.taken + got < taker.slots:
            left = [w for w in queue if w.conversation not in given_to]
            assert not any(w.team is None or w.team in taker.teams for w in left)
