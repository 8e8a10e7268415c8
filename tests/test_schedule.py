"""When the jobs of the house run."""

import time
from itertools import pairwise

from server.jobs.schedule import EVERY, schedule
from tests.faults.waiting import until


async def test_jobs_begin_one_after_the_other_spread_over_the_second() -> None:
    scheduler = schedule(overdue=nothing, board=nothing, queue=nothing, refresh=nothing)
    scheduler.start(paused=True)
    begins = [job.next_run_time.timestamp() for job in scheduler.get_jobs()]
    scheduler.shutdown(wait=False)
    assert [round(later - earlier, 3) for earlier, later in pairwise(begins)] == [EVERY / 4] * 3


async def test_a_job_runs_once_in_its_second() -> None:
    runs: list[float] = []

    async def job() -> None:
        runs.append(time.monotonic())

    scheduler = schedule(overdue=job, board=nothing, queue=nothing, refresh=nothing)
    begun = time.monotonic()
    scheduler.start()
    await until(lambda: time.monotonic() > begun + 5 * EVERY)
    scheduler.shutdown(wait=False)
    assert 1 <= len(runs) <= 5


async def nothing() -> None:
    pass
