"""The map of what happens when. Deadlines themselves are rows in the database; this only wakes up to look."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from server.core.refusals import Refusal

log = structlog.get_logger()

Job = Callable[[], Awaitable[None]]

EVERY = 1.0  # s
LONGEST_WAIT = 0.5  # s: as long as it takes to see that the clock was set
LATE = 0.25  # s: whoever has not run for so much longer than he should waits for a clock that was set


def schedule(
    *,
    overdue: Job,
    board: Job,
    queue: Job,
    refresh: Job,
    nodes: Job | None = None,
    letters: Job | None = None,
    reports: Job | None = None,
    webhooks: Job | None = None,
    alerts: Job | None = None,
) -> AsyncIOScheduler:
    """`overdue`: what is due; `board`: tell supervisors; `queue`: tell who waits his place; `refresh`: what
    other nodes changed; `nodes`: tell them that this one lives, if there can be any; `letters`: what is to be
    mailed, if there is a mail server, and `reports` that come by mail; `webhooks`: what other programs are to
    be told; `alerts`: what supervisors should know. A run that is missed is made up for once; none overlaps
    itself, and they begin one after the other, spread over the second: whoever writes meanwhile waits for one
    of them at most.
    """
    scheduler = _Steady(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    jobs = {"overdue": overdue, "board": board, "queue": queue, "refresh": refresh, "nodes": nodes}
    jobs |= {"letters": letters, "reports": reports, "webhooks": webhooks, "alerts": alerts}
    wanted = [(name, job) for name, job in jobs.items() if job is not None]
    begin = datetime.now(UTC) + timedelta(seconds=EVERY)
    for number, (name, job) in enumerate(wanted):
        first = begin + timedelta(seconds=EVERY * number / len(wanted))
        scheduler.add_job(_telling, "interval", (name, job), seconds=EVERY, start_date=first, id=name)
    return scheduler


class _Steady(AsyncIOScheduler):  # type: ignore[misc]
    """Its intervals are of time that passes: a clock that is set back, or stands, would stop its jobs."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  (the scheduler's own)
        super().__init__(**options)
        self._ran: dict[str, float] = {}

    def _process_jobs(self) -> float | None:
        now, passed = datetime.now(UTC), time.monotonic()
        for job in self.get_jobs():
            ran = self._ran.setdefault(job.id, passed)
            if job.next_run_time <= now:
                self._ran[job.id] = passed
            elif passed - ran >= job.trigger.interval_length + LATE:
                self._ran[job.id] = passed
                job.modify(next_run_time=now)
        wait: float | None = super()._process_jobs()
        return None if wait is None else min(wait, LONGEST_WAIT)


async def _telling(name: str, job: Job) -> None:
    """Whatever goes wrong, the next look is a second away; a refusal is no fault of the job's."""
    try:
        await job()
    except asyncio.CancelledError:
        # The house is closing; the scheduler would report it as a failure.
        return
    except Refusal as refusal:
        log.warning("job_refused", job=name, code=refusal.code)
    except Exception:
        log.exception("job_failed", job=name)
