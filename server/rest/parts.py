"""What the routes need from the rest of the house."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from server.desk.back_office import Kept
from server.desk.desk import Desk
from server.desk.ports import Clock
from server.settings import Settings


class Reports(Protocol):
    """Figures, computed in a process of their own."""

    async def figure(self, ask: Any) -> dict[str, Any]: ...  # noqa: ANN401  (core.kpis.ask.Ask)
    async def rows_behind(self, ask: Any, excluded: str | None, limit: int) -> dict[str, Any]: ...  # noqa: ANN401


@dataclass(frozen=True, slots=True)
class Parts:
    settings: Settings
    kept: Kept
    desk: Desk
    clock: Clock
    board: Callable[[], Awaitable[dict[str, Any]]]
    reports: Reports
    revoke: Callable[[str], Awaitable[None]]
    signed_off: Callable[[str], Awaitable[None]]
    ready: Callable[[], Awaitable[None]]


PARTS: web.AppKey[Parts] = web.AppKey("parts", Parts)
