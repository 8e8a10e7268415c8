"""The map of what happens when. Deadlines themselves are rows in the database; this only wakes up to look."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[None]]


def schedule(*, overdue: Job, board: Job, queue: Job, refresh: Job) -> AsyncIOScheduler:
    """`overdue`: what is due; `board`: tell supervisors; `queue`: tell who waits his place; `refresh`: what
    other nodes changed. A run that is missed is made up for once; none overlaps itself.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(overdue, "interval", seconds=1, id="overdue")
    scheduler.add_job(board, "interval", seconds=1, id="board")
    scheduler.add_job(queue, "interval", seconds=1, id="queue")
    scheduler.add_job(refresh, "interval", seconds=1, id="refresh")
    return scheduler
