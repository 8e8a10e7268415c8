"""Days that are lived through for tests, and what was stored of them."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from bot import butler
from server.clock import wall_clock
from server.core.events import Assigned, Event, Resolved
from server.core.kpis.tables import Frames
from server.core.wire import to_wire
from server.simulate.day import Lived, live
from server.simulate.figures import Result, copied, result
from server.simulate.scenario import Scenario
from server.store.kept import Kept
from server.store.rebuild import timelines

Story = Sequence[Event]


class Day:
    """Lived through once; whoever asks sees what is left of it."""

    def __init__(self, url: str, *, lasting: bool = False, **plain: Any) -> None:
        self.scenario = Scenario.from_plain(plain)
        self.lived: Lived = asyncio.run(live(self.scenario, url, butler.decide, lasting=lasting))
        self.frames: Frames = copied(url)
        self.result: Result = result(self.frames, self.scenario, self.lived)
        self.stories: list[Story] = asyncio.run(stories_of(url))

    @property
    def conversations(self) -> list[Story]:
        """In the order in which they began."""
        return sorted((s for s in self.stories if s[0].conversation is not None), key=lambda s: s[0].at)

    @property
    def lines(self) -> bytes:
        """All timelines, as `timeline export` prints them."""
        return b"\n".join(json.dumps(to_wire(event)).encode() for story in self.stories for event in story)


async def stories_of(url: str) -> list[Story]:
    kept = Kept(url, wall_clock)
    await kept.start()
    try:
        return [story async for _, story in timelines(kept.database)]
    finally:
        await kept.stop()


def waited(story: Story) -> tuple[int, bool]:
    """How long he waited, ms, and whether he gave up."""
    for event in story:
        if isinstance(event, Assigned):
            return event.at - story[0].at, False
        if isinstance(event, Resolved):
            return event.at - story[0].at, True
    raise AssertionError("he waits still")
