"""Who gets it by each policy, and what he must have for it."""

from typing import Any

import pytest
from hypothesis import given as given_
from hypothesis import strategies as some

from server.core.routing import HOUR, Needs, Staff, Taker, Waiter, explained, in_order, matches

SUPPORT = frozenset({"support"})


def agent(name: str, **more: Any) -> Taker:
    values = {"teams": SUPPORT, "slots": 3, "taken": 0, "idle_since": 0, **more}
    return Taker(name, **values)


def waits(name: str = "vera", at: int = 0, **more: Any) -> Waiter:
    needs = {key: more.pop(key) for key in ("skills", "language", "policy", "fair_share") if key in more}
    return Waiter(name, "support", at, needs=Needs("support", **needs), **more)


def given(queue: list[Waiter], agents: list[Taker], now: int = 0) -> list[str]:
    """Whom each of them goes to, in the order of the queue."""
    found = {match.conversation: match.agent for match in matches(queue, agents, now)}
    return [found.get(waiter.conversation, "") for waiter in in_order(queue)]


def queue(count: int, **more: Any) -> list[Waiter]:
    return [waits(f"visitor {n}", n, **more) for n in range(count)]


def test_two_who_come_one_after_the_other_go_to_two_agents() -> None:
    """Scenario 1."""
    for policy in ("least_busy", "round_robin", "longest_idle", "most_skilled"):
        assert sorted(given(queue(2, policy=policy), [agent("ada"), agent("ben")])) == ["ada", "ben"]


def test_while_all_are_away_nobody_gets_it_though_they_are_of_the_team() -> None:
    """Scenario 2."""
    staff = Staff()
    for name in ("ada", "ben"):
        staff.put(agent(name, here=False), 0)
    crew = staff.crew(Needs("support"), 0)
    assert staff.choice(waits(), 0) is None
    assert (crew.free, crew.here, crew.others["away"]) == (0, 0, 2)


def test_of_five_of_whom_three_are_busy_the_two_get_them_in_turn() -> None:
    """Scenario 4."""
    busy = [agent(name, taken=3) for name in ("ada", "ben", "cleo")]
    online = [agent("dana"), agent("emil")]
    assert given(queue(4, policy="round_robin"), busy + online) == ["dana", "emil", "dana", "emil"]


def test_in_turn_it_is_the_nearest_who_may_and_only_he_moves_to_the_end() -> None:
    """Scenario 5."""
    staff = Staff()
    for turn, name in enumerate(("ada", "ben", "cleo", "dana")):
        staff.put(agent(name, turns={"support": turn}, here=name in ("cleo", "dana", "ben")), 0)
    staff.put(agent("ben", turns={"support": 1}, taken=3), 0)

    def gets() -> str:
        choice = staff.choice(waits(policy="round_robin"), 0)
        assert choice is not None
        staff.gives(choice, 0)
        return choice.taker.agent

    assert gets() == "cleo"
    for turn, name in enumerate(("ada", "ben")):
        staff.put(agent(name, turns={"support": turn}), 0)
    assert [gets() for _ in range(5)] == ["ada", "ben", "dana", "cleo", "ada"]


def test_in_turn_nobody_of_nobody() -> None:
    assert given([waits(policy="round_robin")], []) == [""]


def test_the_most_skilled_is_who_knows_all_of_it_best() -> None:
    agents = [
        agent("ada", skills={"refunds": 5}),
        agent("ben", skills={"refunds": 2, "repairs": 2}),
        agent("cleo", skills={"refunds": 1, "repairs": 4}, taken=2),
    ]
    wanted = queue(2, skills=("refunds", "repairs"), policy="most_skilled")
    assert given(wanted, agents) == ["cleo", "ben"]


def test_the_longest_idle_is_it_however_much_he_has() -> None:
    agents = [agent("ada", taken=2, idle_since=1), agent("ben", idle_since=2)]
    assert given(queue(1, policy="longest_idle"), agents) == ["ada"]


@pytest.mark.parametrize("policy", ["pull", "broadcast"])
def test_where_agents_help_themselves_nobody_is_given_anything(policy: str) -> None:
    assert given(queue(2, policy=policy), [agent("ada")]) == ["", ""]


def test_who_lacks_a_skill_never_gets_it_however_free_he_is() -> None:
    agents = [agent("ada"), agent("ben", skills={"refunds": 1}, taken=2)]
    assert given(queue(2, skills=("refunds",)), agents) == ["ben", ""]


def test_who_says_no_languages_speaks_any_and_who_says_some_speaks_those() -> None:
    agents = [agent("ada", languages=frozenset({"en"})), agent("ben", taken=2)]
    assert given(queue(1, language="it"), agents) == ["ben"]
    agents[0] = agent("ada", languages=frozenset({"en", "it"}))
    assert given(queue(1, language="it"), agents) == ["ada"]


def test_who_is_full_is_skipped_though_it_is_his_turn() -> None:
    """Scenario 7."""
    agents = [agent("ada", taken=3, turns={}), agent("ben", turns={"support": 9})]
    assert given(queue(1, policy="round_robin"), agents) == ["ben"]
    assert given(queue(1), [agent("ada", taken=3), agent("ben", taken=99, slots=100)]) == ["ben"]


def test_a_teams_own_limit_holds_beside_the_whole_one() -> None:
    ada = agent("ada", teams=frozenset({"support", "sales"}), team_slots={"support": 1})
    sales = [Waiter(f"sales {n}", "sales", 10 + n) for n in range(3)]
    found = matches([*queue(2), *sales], [ada])
    assert [match.conversation for match in found] == ["visitor 0", "sales 0", "sales 1"]


def test_who_did_not_answer_it_gets_it_again_only_if_nobody_else_can() -> None:
    agents = [agent("ada"), agent("ben", taken=2)]
    assert given([waits(passed=("ada",))], agents) == ["ben"]
    assert given([waits(passed=("ada",))], [agents[0], agent("ben", taken=3)]) == ["ada"]


def test_who_was_there_before_gets_him_again_if_he_can() -> None:
    agents = [agent("ada", taken=2), agent("ben")]
    assert given([waits(last_agent="ada")], agents) == ["ada"]
    assert given([waits(last_agent="ada", passed=("ada",))], agents) == ["ben"]
    assert given([waits(last_agent="ada")], [agent("ada", taken=3), agents[1]]) == ["ben"]
    assert given([waits(last_agent="ada", skills=("it",))], [agents[0], agent("ben", skills={"it": 1})]) == [
        "ben"
    ]


def test_nobody_is_given_more_than_his_share_of_an_hour() -> None:
    now = 10 * HOUR
    shared = queue(3, fair_share=2)
    ada = agent("ada", slots=9, given=(now - HOUR, now - HOUR + 1))
    assert given(shared, [ada], now - 1) == ["", "", ""]
    assert given(shared, [ada], now) == ["ada", "", ""]
    assert given(shared, [ada, agent("ben", taken=2)], now) == ["ada", "ben", ""]


def test_a_share_that_is_used_up_comes_back_by_itself() -> None:
    staff = Staff()
    staff.put(agent("ada", given=(100, 200)), 300)
    asked = waits(fair_share=2)
    assert staff.choice(asked, 99 + HOUR) is None
    assert staff.choice(asked, 100 + HOUR) is not None


def test_what_is_more_urgent_goes_first_and_then_what_has_waited_longest() -> None:
    """Scenario 10."""
    waiting = [
        waits("late", 30),
        waits("early", 10),
        waits("urgent", 40, priority=1),
        waits("slow", 5, priority=-1),
    ]
    assert [one.conversation for one in in_order(waiting)] == ["urgent", "early", "late", "slow"]


def test_the_order_holds_among_those_who_need_different_things() -> None:
    ada = agent("ada", skills={"refunds": 1}, slots=3)
    waiting = [waits(f"visitor {n}", n, skills=("refunds",) if n % 2 else ()) for n in range(5)]
    assert [match.conversation for match in matches(waiting, [ada])] == [f"visitor {n}" for n in range(3)]


def test_so_much_waiting_weighs_as_much_as_a_step_of_priority() -> None:
    waiting = [waits("vip", 1_000, priority=2, ageing=300), waits("patient", 399, ageing=300)]
    assert [one.conversation for one in in_order(waiting)] == ["patient", "vip"]
    waiting[1] = waits("not so patient", 401, ageing=300)
    assert [one.conversation for one in in_order(waiting)] == ["vip", "not so patient"]


@given_(some.integers(-9, 9), some.integers(-9, 9), some.integers(0, 10**6), some.integers(1, 10**5))
def test_with_ageing_nobody_is_overtaken_for_ever(mine: int, theirs: int, at: int, ageing: int) -> None:
    """Nor by who comes later than all steps of priority together are worth."""
    me = waits("me", at, priority=mine, ageing=ageing)
    later = waits("later", at + 18 * ageing + 1, priority=theirs, ageing=ageing)
    assert in_order([later, me]) == [me, later]


def test_by_deadline_what_is_due_first_goes_first_and_nothing_promised_counts_as_a_day() -> None:
    day = 86_400_000
    waiting = [
        waits("tomorrow", 50, by_deadline=True, deadline=day + 20),
        waits("soon", 60, by_deadline=True, deadline=100),
        waits("whenever", 10, by_deadline=True),
    ]
    assert [one.conversation for one in in_order(waiting)] == ["soon", "whenever", "tomorrow"]


def explanation(waiter: Waiter, agents: list[Taker], now: int = 0) -> dict[str, Any]:
    staff = Staff()
    for one in agents:
        staff.put(one, now)
    choice = staff.choice(waiter, now)
    assert choice is not None
    return explained(choice, now)


def test_a_choice_is_explained_by_ids_and_numbers() -> None:
    agents = [
        agent("ada", taken=1, idle_since=400, skills={"refunds": 3}),
        agent("ben", taken=2, idle_since=100, skills={"refunds": 5}),
        agent("cleo", taken=3, skills={"refunds": 1}),
        agent("dana"),
        agent("emil", here=False, skills={"refunds": 1}),
        agent("fay", teams=frozenset({"sales"})),
    ]
    waiter = waits(at=100, skills=("refunds",), priority=2, passed=("gus",))
    assert explanation(waiter, agents, now=1_000) == {
        "policy": "least_busy",
        "decided_by": "load",
        "team": "support",
        "skills": ["refunds"],
        "language": None,
        "candidates": [
            {"agent": "ada", "load": 1, "slots": 3, "level": 3, "idle": 600},
            {"agent": "ben", "load": 2, "slots": 3, "level": 5, "idle": 900},
        ],
        "others": {"no_slot": 1, "skill": 1, "away": 1, "team": 1},
        "passed": ["gus"],
        "priority": 2,
        "waited": 900,
    }


@pytest.mark.parametrize(
    ("waiter", "agents", "decided_by"),
    [
        (waits(), [agent("ada")], "only_one"),
        (waits(), [agent("ada"), agent("ben", taken=1)], "load"),
        (waits(), [agent("ada"), agent("ben", idle_since=1)], "idle"),
        (waits(), [agent("ada"), agent("ben")], "name"),
        (waits(policy="round_robin"), [agent("ada"), agent("ben", turns={"support": 1})], "turn"),
        (
            waits(policy="most_skilled", skills=("it",)),
            [agent("ada", skills={"it": 2}), agent("ben", skills={"it": 1})],
            "skill",
        ),
        (waits(last_agent="ben"), [agent("ada"), agent("ben", taken=1)], "last_agent"),
        (waits(passed=("ada",)), [agent("ada"), agent("ben", taken=1)], "passed"),
        (waits(passed=("ada", "ben")), [agent("ada"), agent("ben", taken=1)], "passed"),
    ],
)
def test_it_is_said_what_made_the_difference(waiter: Waiter, agents: list[Taker], decided_by: str) -> None:
    assert explanation(waiter, agents)["decided_by"] == decided_by


def test_the_ten_best_are_named_and_the_one_who_gets_it_is_always_among_them() -> None:
    agents = [agent(f"agent {n:02}", slots=90, taken=n) for n in range(30)]
    found = explanation(waits(last_agent="agent 29"), agents)
    assert [one["load"] for one in found["candidates"]] == [29, *range(9)]
    assert found["others"] == {"more": 20}
