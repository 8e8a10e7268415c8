"""The process behind a comparison: it says why it failed, and does not go on for ever."""

import asyncio
from typing import Any

import pytest

from server.core.refusals import Conflict
from server.core.rules import Rules
from server.core.staffing.past import Came, Past, Spell
from server.simulate.day import BEGINS
from server.simulate.what_if.asked import WhatIf
from server.simulate.what_if.change import Change, World
from server.simulate.what_if.job import WhatIfs
from tests.house import WITHIN

HOUR, MINUTE = 3_600_000, 60_000


def wish(change: Change, weeks: int = 3) -> WhatIf:
    came = tuple(Came(minute * MINUTE, handling=MINUTE, answers_in=0) for minute in range(0, 60, 6))
    past = Past(BEGINS, BEGINS + HOUR, came, (Spell("ada", 0, HOUR, 1),), None, {})
    return WhatIf(past, World({"support": Rules()}, (), {}), change, weeks)


async def ended(jobs: WhatIfs) -> dict[str, Any]:
    for _ in range(round(2 * WITHIN / 0.05)):
        if jobs.now()["state"] != "running":
            return jobs.now()
        await asyncio.sleep(0.05)
    raise AssertionError("it runs still")


async def test_what_cannot_be_changed_so_is_said_by_the_process() -> None:
    jobs = WhatIfs(lambda: 0)
    jobs.begin(wish(Change(without=frozenset({"ada"}))), {})
    told = await ended(jobs)
    assert (told["state"], told["result"]) == ("failed", None)
    assert told["problem"].startswith("nobody was there")
    await jobs.stop()


async def test_what_takes_too_long_is_ended() -> None:
    jobs = WhatIfs(lambda: 0, longest=0.2)
    jobs.begin(wish(Change()), {})
    told = await ended(jobs)
    assert (told["state"], told["problem"]) == ("failed", "not done within 0.2 s; ask for fewer weeks")
    await jobs.stop()


async def test_only_one_runs_and_stopping_ends_it() -> None:
    jobs = WhatIfs(lambda: 0)
    jobs.begin(wish(Change(), 30), {"week": "this one"})
    with pytest.raises(Conflict):
        jobs.begin(wish(Change()), {})
    await jobs.stop()
    assert (jobs.now()["state"], jobs.now()["asked"]) == ("cancelled", {"week": "this one"})
