"""The timeline, which says on the way what will have to be looked at, and when."""

from collections.abc import Callable
from typing import Any

from server.desk.ports import Append, Due, Timeline


class Noting:
    """Stands before a Timeline; `note` is told each due row's time, ms."""

    def __init__(self, timeline: Timeline, note: Callable[[int], None]) -> None:
        self._timeline = timeline
        self._note = note

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (whatever the timeline has)
        return getattr(self._timeline, name)

    async def append(self, append: Append) -> None:
        await self._timeline.append(append)
        for due in append.due:
            self._note(due.at)

    async def set_due(self, due: Due) -> None:
        await self._timeline.set_due(due)
        self._note(due.at)
