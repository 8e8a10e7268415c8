"""Figures, computed in a process of their own: the chat never waits for a report, nor loads what it needs."""

import asyncio
import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from server.asker import asker
from server.core.kpis.asking import periods
from server.core.kpis.asking.ask import USUAL, Ask
from server.core.kpis.asking.listing import Listing
from server.core.kpis.catalogue import CATALOGUE
from server.core.refusals import Refusal
from server.core.replay import FloorOf
from server.core.staffing.past import Past, PastOf
from server.core.staffing.wanted import StaffingOf
from server.desk.board import WHOLE, Part

from .exporting import Exports
from .line import Line
from .process import Copied, Failure, Figures, Floor, Request, Rows, Tree, Written, run

LONGEST = 120  # s that anybody waits for an answer
SILENT = 120  # s after which the process is taken for stuck: while it copies, it says so now and then
MEMORY = 512 * 2**20  # bytes
FAREWELL = 5  # s
STOPS = "the server stops"
WARM_UP_AFTER = 10.0  # s: until then a start has the machine for itself

Figure = dict[str, Any]


SAME_WEEKDAYS = 4


class ReportFailed(RuntimeError):
    """The reporting process could not answer; the message says why."""


class NotReady(Refusal):
    """It would take longer than anybody waits."""

    code = "not_ready"
    status = 503


class Reports(Exports):
    """Asks one at a time. Every answer includes what was stored before the question."""

    def __init__(self, url: str, folder: Path | None = None, memory: int = MEMORY) -> None:
        """`folder`: where the copy is kept between starts; None: nowhere. `memory`: bytes of it that are
        kept in memory.
        """
        self._url = plain_url(url)
        self._kept = (folder, memory)
        self._line = Line()
        self._thread = ThreadPoolExecutor(1, "reports")
        self._copied = 0
        self._is_asked = self._is_over = False
        self._warm_up: asyncio.TimerHandle | None = None
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    async def start(self) -> None:
        """Soon begins to copy what there is; whoever asks earlier begins it, and waits for that."""
        self._warm_up = asyncio.get_running_loop().call_later(
            WARM_UP_AFTER, self._thread.submit, self._exchange, Figures(())
        )

    async def stop(self) -> None:
        """Whoever still waits for an answer gets none: to copy a million conversations takes minutes."""
        if self._is_over:
            return
        self._is_over = True
        if self._warm_up is not None:
            self._warm_up.cancel()
        if self._is_asked and (process := self._process) is not None:
            await asyncio.to_thread(_ended, process)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._end)
        self._thread.shutdown(wait=False)

    @property
    def process_id(self) -> int | None:
        """None while there is no process."""
        return self._process.pid if self._process else None

    async def figure(self, ask: Ask) -> Figure:
        """What GET /kpis/{id} gives. Raises ReportFailed."""
        return (await self.figures([ask]))[0]

    async def written(self, ask: Ask, more: Mapping[str, str]) -> bytes:
        """The same as JSON, with `more` fields. Of thousands of groups it takes the chat no time."""
        told: bytes = await self._ask(Written(ask, more))
        return told

    async def figures(self, asks: Sequence[Ask]) -> list[Figure]:
        """All of the same moment."""
        answers: list[Figure] = await self._ask(Figures(tuple(asks)))
        return answers

    async def rows_behind(self, wanted: Listing) -> Figure:
        """A page of the conversations behind a figure, or of those left out of it, the newest first."""
        answer: Figure = await self._ask(Rows(wanted))
        return answer

    async def tree(self, ask: Ask) -> Figure:
        """What goes with satisfaction: docs/kpi-tree.md."""
        told: Figure = await self._ask(Tree(ask))
        return told

    async def floor(self, wanted: FloorOf, names: Mapping[str, str | None]) -> dict[str, Any]:
        """A day's floor: see core/replay.py. `{"too_many": n}`: more conversations than are told."""
        told: dict[str, Any] = await self._ask(Floor(wanted, names))
        return told

    async def past(self, wanted: PastOf) -> Past:
        """A week as it was, for living through it again."""
        told: Past = await self._ask(wanted)
        return told

    async def staffing(self, wanted: StaffingOf) -> dict[str, Any]:
        """A week, half hour by half hour."""
        told: dict[str, Any] = await self._ask(wanted)
        return told

    async def today(
        self,
        kpis: Sequence[str],
        now: int,
        tz: str,
        part: Part = WHOLE,
        targets: Mapping[str, float | None] | None = None,
    ) -> dict[str, Figure]:
        """By id, for the local day that holds `now` (ms). `targets`: those that are not the usual ones."""
        aims: Mapping[str, Any] = targets or {}
        day = periods.local_date(now, tz)
        since, until = periods.midnight(day, tz), periods.midnight(day + periods.DAY, tz)
        asks = [
            replace(_of_day(kpi, now, tz, since, until, part), target=aims.get(kpi, USUAL)) for kpi in kpis
        ]
        return {answer["id"]: answer for answer in await self.figures(asks)}

    async def usual(self, kpis: Sequence[str], now: int, tz: str, part: Part = WHOLE) -> dict[str, Figure]:
        """By id, `{value, days}`: the mean of the last four same weekdays, each up to the same time of day;
        of those that have a value.
        """
        spans = periods.same_weekdays(now, tz, SAME_WEEKDAYS)
        asks = [_of_day(kpi, now, tz, *span, part) for kpi in kpis for span in spans]
        values: dict[str, list[float]] = {kpi: [] for kpi in kpis}
        for answer in await self.figures(asks):
            if answer["value"] is not None:
                values[answer["id"]].append(answer["value"])
        return {
            kpi: {"value": sum(found) / len(found) if found else None, "days": len(found)}
            for kpi, found in values.items()
        }

    async def _ask(self, request: Request) -> Any:  # noqa: ANN401  (each request has its own answer)
        try:
            answer = await asyncio.wait_for(self._in_turn(request), LONGEST)
        except TimeoutError:
            copied = f"; {self._copied} records have been copied so far" if self._copied else ""
            raise NotReady(f"no answer within {LONGEST} s: try again later{copied}") from None
        if isinstance(answer, Failure):
            raise ReportFailed(answer.problem)
        return answer

    async def _in_turn(self, request: Request) -> Any:  # noqa: ANN401
        await self._line.turn(asker.get())
        if self._is_over:
            self._line.over()
            return Failure(STOPS)
        # Question and answer are one job of the thread: a caller who is cancelled leaves no answer behind,
        # and the next one comes when it is through.
        job = asyncio.get_running_loop().run_in_executor(self._thread, self._exchange, request)
        job.add_done_callback(lambda _: self._line.over())
        return await asyncio.shield(job)

    def _exchange(self, request: Request) -> Any:  # noqa: ANN401
        for _ in range(2):
            if self._is_over:
                return Failure(STOPS)
            try:
                self._is_asked = True
                return self._once(request)
            except (EOFError, OSError):
                self._end()
            finally:
                self._is_asked = False
        return Failure(STOPS if self._is_over else "the reporting process died twice over this question")

    def _once(self, request: Request) -> Any:  # noqa: ANN401
        pipe = self._opened()
        pipe.send(request)
        while pipe.poll(SILENT):
            answer = pipe.recv()
            if not isinstance(answer, Copied):
                self._copied = 0
                return answer
            self._copied = answer.records
        self._end()
        return Failure(f"no sign of the reporting process for {SILENT} s")

    def _opened(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=run, args=(theirs, self._url, *self._kept), name="reports", daemon=True
            )
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
            _joined(process)


def _ended(process: SpawnProcess) -> None:
    process.terminate()
    _joined(process)


def _joined(process: SpawnProcess) -> None:
    process.join(FAREWELL)
    if process.is_alive():
        process.kill()
        process.join()


def _of_day(kpi: str, now: int, tz: str, since: int, until: int, part: Part) -> Ask:
    attribution = CATALOGUE[kpi].attributions[0]
    return Ask(kpi, now, tz, since, until, attribution=attribution, site=part.site, team=part.team)


def plain_url(url: str) -> str:
    """Without a driver: `sqlite:///path` or `postgresql://…`."""
    # The process that answers reads this module too, and needs nothing of SQLAlchemy.
    from sqlalchemy import make_url

    parsed = make_url(url)
    backend = "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql"
    plain = parsed.set(drivername=backend, query={} if backend == "sqlite" else parsed.query)
    return plain.render_as_string(hide_password=False)
