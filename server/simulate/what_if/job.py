"""One comparison at a time, in a process of its own, never in the chat's loop: begun, watched, cancelled."""

import asyncio
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Literal

from server.core.refusals import Conflict
from server.desk.ports import Clock

from .asked import WhatIf
from .worker import run

LONGEST = 600.0  # s
FAREWELL = 5  # s

State = Literal["none", "running", "done", "failed", "cancelled"]


@dataclass(slots=True)
class _Run:
    asked: dict[str, Any]
    begun_at: int
    state: State = "running"
    done: int = 0
    total: int = 0
    ended_at: int | None = None
    result: Any = None
    problem: str | None = None
    pipe: Connection | None = None
    process: SpawnProcess | None = None


class WhatIfs:
    """Of this node: another one knows nothing of it."""

    def __init__(self, clock: Clock, longest: float = LONGEST) -> None:
        self._clock = clock
        self._longest = longest
        self._line = ThreadPoolExecutor(1, "what-if")
        self._run: _Run | None = None
        self._task: asyncio.Task[None] | None = None

    def begin(self, wish: WhatIf, asked: dict[str, Any]) -> dict[str, Any]:
        """`asked` is told with the answer. Raises Conflict while another one runs."""
        if self._run is not None and self._run.state == "running":
            raise Conflict("a comparison runs already; wait for it, or cancel it")
        self._run = _Run(asked, self._clock(), total=2 * wish.weeks)
        self._task = asyncio.create_task(self._lives(self._run, wish), name="what-if")
        return self.now()

    def now(self) -> dict[str, Any]:
        """How far it is, or what came out of the last one."""
        known = self._run
        if known is None:
            return {"state": "none", "asked": None, "begun_at": None, "ended_at": None, "done": 0, "total": 0,
                    "result": None, "problem": None}  # fmt: skip
        return {
            "state": known.state,
            "asked": known.asked,
            "begun_at": known.begun_at,
            "ended_at": known.ended_at,
            "done": known.done,
            "total": known.total,
            "result": known.result,
            "problem": known.problem,
        }

    def cancel(self) -> dict[str, Any]:
        """Ends it, if one runs."""
        if self._run is not None and self._run.state == "running":
            self._ends(self._run, "cancelled")
        return self.now()

    async def stop(self) -> None:
        self.cancel()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
        self._line.shutdown(wait=False)

    async def _lives(self, known: _Run, wish: WhatIf) -> None:
        loop = asyncio.get_running_loop()
        over = loop.time() + self._longest
        try:
            await loop.run_in_executor(self._line, self._starts, known, wish)
            while known.state == "running":
                what, told = await loop.run_in_executor(self._line, self._hears, known, over - loop.time())
                self._takes_in(known, what, told)
        except (EOFError, OSError) as problem:
            if known.state == "running":
                self._ends(known, "failed", problem=f"the process ended: {type(problem).__name__}")
        finally:
            await loop.run_in_executor(self._line, _waits_for, known)

    def _starts(self, known: _Run, wish: WhatIf) -> None:
        context = multiprocessing.get_context("spawn")
        known.pipe, theirs = context.Pipe(duplex=False)
        # It leaves a fifth of its time to whatever week has begun.
        known.process = context.Process(
            target=run, args=(theirs, wish, 0.8 * self._longest), name="what-if", daemon=True
        )
        known.process.start()
        theirs.close()

    def _hears(self, known: _Run, left: float) -> tuple[str, Any]:
        pipe = known.pipe
        if pipe is None or known.state != "running":
            return "ended", None
        # Looked at now and then, so that a cancelled one does not have to say anything first.
        if pipe.poll(min(0.5, max(0.0, left))):
            found: tuple[str, Any] = pipe.recv()
            return found
        return ("late", None) if left <= 0.5 else ("nothing", None)

    def _takes_in(self, known: _Run, what: str, told: Any) -> None:  # noqa: ANN401
        if known.state != "running":
            return
        if what == "progress":
            known.done, known.total = told
        elif what == "done":
            known.result = told
            self._ends(known, "done")
        elif what == "failed":
            self._ends(known, "failed", problem=told)
        elif what == "late":
            self._ends(known, "failed", problem=f"not done within {self._longest:g} s; ask for fewer weeks")

    def _ends(self, known: _Run, state: State, problem: str | None = None) -> None:
        known.state, known.problem, known.ended_at = state, problem, self._clock()
        # One that has not begun yet is ended by whoever begins it.
        if known.process is not None and known.process.pid is not None and state != "done":
            known.process.kill()


def _waits_for(known: _Run) -> None:
    """A process that went on to its end says farewell; every other one is ended."""
    if known.pipe is not None:
        known.pipe.close()
    process = known.process
    if process is not None and process.pid is not None:
        process.join(FAREWELL if known.state == "done" else 0)
        if process.is_alive():
            process.kill()
            process.join()
