"""Figures, computed in a process of their own: the chat never waits for a report, nor loads what it needs."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from sqlalchemy import make_url

from server.core.kpis import periods
from server.core.kpis.ask import Ask
from server.core.kpis.catalogue import CATALOGUE

from .process import Failure, Figures, Request, Rows, run

LONGEST = 120  # s, for one request
FAREWELL = 5  # s

Figure = dict[str, Any]


class ReportFailed(RuntimeError):
    """The reporting process could not answer; the message says why."""


class Reports:
    """Asks one at a time. Every answer includes what was stored before the question."""

    def __init__(self, url: str) -> None:
        self._url = plain_url(url)
        self._line = ThreadPoolExecutor(1, "reports")
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    async def start(self) -> None:
        """Begins to copy what there is; whoever asks meanwhile waits for that."""
        self._line.submit(self._exchange, Figures(()))

    async def stop(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._line, self._end)
        self._line.shutdown(wait=False)

    @property
    def process_id(self) -> int | None:
        """None while there is no process."""
        return self._process.pid if self._process else None

    async def figure(self, ask: Ask) -> Figure:
        """As GET /kpis/{id} gives it. Raises ReportFailed."""
        return (await self.figures([ask]))[0]

    async def figures(self, asks: Sequence[Ask]) -> list[Figure]:
        """All of the same moment."""
        answers: list[Figure] = await self._ask(Figures(tuple(asks)))
        return answers

    async def rows_behind(self, ask: Ask, excluded: str | None = None, limit: int = 50) -> Figure:
        """The conversations behind a figure, or those left out for that reason, the newest first."""
        answer: Figure = await self._ask(Rows(ask, excluded, limit))
        return answer

    async def today(self, kpis: Sequence[str], now: int, tz: str) -> dict[str, Figure]:
        """By id, for the local day that holds `now` (ms)."""
        day = periods.local_date(now, tz)
        since, until = periods.midnight(day, tz), periods.midnight(day + periods.DAY, tz)
        asks = [Ask(kpi, now, tz, since, until, attribution=CATALOGUE[kpi].attributions[0]) for kpi in kpis]
        return {answer["id"]: answer for answer in await self.figures(asks)}

    async def _ask(self, request: Request) -> Any:  # noqa: ANN401  (each request has its own answer)
        # Question and answer are one job of the thread: a caller who is cancelled leaves no answer behind.
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._line, self._exchange, request)
        if isinstance(answer, Failure):
            raise ReportFailed(answer.problem)
        return answer

    def _exchange(self, request: Request) -> Any:  # noqa: ANN401
        try:
            return self._once(request)
        except (EOFError, OSError):
            self._end()
        try:
            return self._once(request)
        except (EOFError, OSError):
            self._end()
            return Failure("the reporting process died twice over this question")

    def _once(self, request: Request) -> Any:  # noqa: ANN401
        pipe = self._opened()
        pipe.send(request)
        if not pipe.poll(LONGEST):
            self._end()
            return Failure(f"no answer within {LONGEST} s")
        return pipe.recv()

    def _opened(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=run, args=(theirs, self._url), name="reports", daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        """The process ends when its pipe does; one that is busy is not waited for."""
        pipe, process = self._pipe, self._process
        self._pipe = self._process = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.join(FAREWELL)
            if process.is_alive():
                process.kill()
                process.join()


def plain_url(url: str) -> str:
    """Without a driver: `sqlite:///path` or `postgresql://…`."""
    parsed = make_url(url)
    backend = "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql"
    return parsed.set(drivername=backend).render_as_string(hide_password=False)
