"""How long people take, on a clock that a test may speed up."""

import asyncio
from dataclasses import dataclass
from math import log
from random import Random
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Pace:
    """`scale` 1 is human time; smaller is faster."""

    chance: Random
    scale: float = 1.0

    async def takes(self, seconds: float) -> None:
        """A human span with that median."""
        await asyncio.sleep(self.chance.lognormvariate(log(seconds), 0.4) * self.scale)

    async def until_next(self, per_minute: float) -> None:
        await asyncio.sleep(self.chance.expovariate(per_minute / 60) * self.scale)

    def within(self, seconds: float) -> asyncio.Timeout:
        return asyncio.timeout(seconds * self.scale)

    def message_id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability


def typing_time(text: str) -> float:
    """Seconds; some twelve characters a second, as people who know their answers type."""
    return 1.5 + len(text) / 12
