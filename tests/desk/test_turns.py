"""One turn at a time a visitor, first come first served; neighbours may share one."""

import asyncio

import pytest

from server.desk.turns import MOST_TOGETHER, Turns


class Counter:
    """Carries out wishes that are bare names, and remembers who was served with whom."""

    def __init__(self) -> None:
        self.served: list[list[str]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.turns: Turns[str] = Turns(self.carry_out)

    async def carry_out(self, _: str, wishes: list[str]) -> None:
        await self.open.wait()
        self.served.append(list(wishes))

    async def alone(self, name: str) -> None:
        async with self.turns.alone("vera"):
            await self.open.wait()
            self.served.append([name])

    async def at_rest(self) -> None:
        async with self.turns.alone("vera"):
            pass


async def test_wishes_of_one_breath_share_a_turn() -> None:
    counter = Counter()
    for name in "abc":
        counter.turns.join("vera", "c_1", name)
    await counter.at_rest()
    assert counter.served == [["a", "b", "c"]]


async def test_a_turn_of_ones_own_keeps_its_place_in_the_line() -> None:
    counter = Counter()
    counter.turns.join("vera", "c_1", "a")
    alone = asyncio.ensure_future(counter.alone("b"))
    await asyncio.sleep(0)
    counter.turns.join("vera", "c_1", "c")
    counter.turns.join("vera", "c_1", "d")
    await alone
    await counter.at_rest()
    assert counter.served == [["a"], ["b"], ["c", "d"]]


async def test_wishes_for_different_conversations_do_not_share_a_turn() -> None:
    counter = Counter()
    for conversation, name in (("c_1", "a"), ("c_2", "b"), ("c_1", "c")):
        counter.turns.join("vera", conversation, name)
    await counter.at_rest()
    assert counter.served == [["a"], ["b"], ["c"]]


async def test_what_comes_during_a_turn_waits_for_the_next() -> None:
    counter = Counter()
    counter.open.clear()
    counter.turns.join("vera", "c_1", "a")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for name in "bc":
        counter.turns.join("vera", "c_1", name)
    counter.open.set()
    await counter.at_rest()
    assert counter.served == [["a"], ["b", "c"]]


async def test_a_turn_is_not_shared_by_too_many() -> None:
    counter = Counter()
    for number in range(MOST_TOGETHER + 1):
        counter.turns.join("vera", "c_1", str(number))
    await counter.at_rest()
    assert [len(names) for names in counter.served] == [MOST_TOGETHER, 1]


@pytest.mark.parametrize("called", [False, True], ids=["while it waits", "as it is called"])
async def test_who_gives_up_does_not_hold_up_the_line(called: bool) -> None:
    counter = Counter()
    async with counter.turns.alone("vera"):
        second = asyncio.ensure_future(counter.alone("b"))
        third = asyncio.ensure_future(counter.alone("c"))
        await asyncio.sleep(0)
        if not called:
            second.cancel()
    second.cancel()
    await asyncio.wait_for(third, 5)
    assert counter.served == [["c"]]


async def test_different_visitors_do_not_wait_for_each_other() -> None:
    counter = Counter()
    async with counter.turns.alone("vera"), asyncio.timeout(5), counter.turns.alone("victor"):
        counter.served.append(["victor"])
    assert counter.served == [["victor"]]
