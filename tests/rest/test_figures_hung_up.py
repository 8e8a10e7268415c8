"""Whoever closes the page while its figures are still to come does not hold up the others."""

import asyncio
from collections.abc import Callable

import aiohttp
import pytest

from tests.house import WITHIN
from tests.rest.asking import Office


async def test_a_question_whose_asker_has_hung_up_leaves_the_line(office: Office) -> None:
    line = office.running.house.reports._line
    await line.turn("somebody else")
    headers = {"Authorization": f"Bearer {office.running.tokens[office.running.sam.id]}"}
    address = f"{office.running.url}/api/v1/kpis/volume"
    async with aiohttp.ClientSession(headers=headers) as session:
        asked = [asyncio.ensure_future(session.get(address)) for _ in range(3)]
        await _until(lambda: line.waiting == 3)
    for one in asked:
        one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked[0]
    await _until(lambda: line.waiting == 0)
    line.over()
    async with aiohttp.ClientSession(headers=headers) as session, session.get(address) as answer:
        assert answer.status == 200


async def _until(holds: Callable[[], bool]) -> None:
    async def looked() -> None:
        while not holds():  # noqa: ASYNC110  (nobody says when somebody has hung up)
            await asyncio.sleep(0.01)

    await asyncio.wait_for(looked(), WITHIN)
