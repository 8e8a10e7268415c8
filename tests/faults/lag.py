"""How late an event loop is: whatever blocks it shows, wherever it happens."""

import asyncio
import gc
import time
from types import TracebackType

from tests.faults.stopwatch import scheduled

TICK = 0.01  # s


class Lag:
    """`async with Lag() as lag:`; it asks to be called a hundred times a second; how late was that, in ms?

    What the machine's other programs cost is left out, where Linux says how long the loop's thread was ready
    to run and had to wait for a processor.
    """

    def __init__(self) -> None:
        self._late: list[float] = []

    @property
    def p99(self) -> float:
        return sorted(self._late)[int(len(self._late) * 0.99)] if self._late else 0.0

    @property
    def worst(self) -> float:
        return max(self._late, default=0.0)

    @property
    def n(self) -> int:
        return len(self._late)

    async def __aenter__(self) -> "Lag":
        # What a thousand tests have left in this process is not looked through meanwhile.
        gc.collect()
        gc.freeze()
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        gc.unfreeze()
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            before, (_, waited) = time.monotonic(), scheduled()
            await asyncio.sleep(TICK)
            late = time.monotonic() - before - TICK - (scheduled()[1] - waited)
            self._late.append(1000 * max(0.0, late))
