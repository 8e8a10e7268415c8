"""Who is answered next, when several people ask for many figures at once."""

import asyncio

from server.store.reports.line import Line


class Asked:
    """Who asks, and in which order they were answered."""

    def __init__(self) -> None:
        self.line = Line()
        self.answered: list[str] = []

    def asks(self, who: str, times: int = 1) -> list[asyncio.Task[None]]:
        return [asyncio.ensure_future(self._ask(who)) for _ in range(times)]

    async def _ask(self, who: str) -> None:
        await self.line.turn(who)
        self.answered.append(who)
        await asyncio.sleep(0)
        self.line.over()


async def test_a_page_of_twelve_figures_does_not_make_the_next_person_wait_for_all_of_them() -> None:
    asked = Asked()
    await asyncio.gather(*asked.asks("sam", 12), *asked.asks("olga", 2))
    assert asked.answered == ["sam", "sam", "olga", "sam", "olga", *["sam"] * 9]


async def test_two_pages_are_answered_by_turns() -> None:
    asked = Asked()
    await asyncio.gather(*asked.asks("sam", 12), *asked.asks("olga", 12))
    for number in range(2, 25, 2):
        assert abs(asked.answered[:number].count("sam") - asked.answered[:number].count("olga")) <= 2


async def test_whoever_hangs_up_is_in_nobodys_way() -> None:
    asked = Asked()
    await asked.line.turn("ada")
    gone, stays = asked.asks("sam", 3), asked.asks("olga")
    await asyncio.sleep(0)
    assert asked.line.waiting == 4
    for task in gone:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
    assert asked.line.waiting == 1
    asked.line.over()
    await asyncio.gather(*stays)
    assert asked.answered == ["olga"]


async def test_a_turn_that_comes_in_the_moment_of_hanging_up_goes_on_to_the_next() -> None:
    asked = Asked()
    await asked.line.turn("ada")
    (gone,), stays = asked.asks("sam"), asked.asks("olga")
    await asyncio.sleep(0)
    asked.line.over()
    gone.cancel()
    await asyncio.gather(gone, *stays, return_exceptions=True)
    assert asked.answered == ["olga"]
    await asked.line.turn("ada")
