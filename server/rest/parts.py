"""What the routes need from the rest of the house."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from aiohttp import web

from server.core.kpis.asking.ask import Ask
from server.core.replay import FloorOf
from server.core.staffing.past import Past, PastOf
from server.core.staffing.wanted import StaffingOf
from server.desk.back_office import Kept
from server.desk.board import Part
from server.desk.desk import Desk
from server.desk.outside.hooks import Courier
from server.desk.ports import Clock
from server.settings import Settings

Kind = Literal["csv", "xlsx"]


class Exported(Protocol):
    """A file of so many rows that comes in pieces, to be read to their end or closed."""

    @property
    def rows(self) -> int: ...
    @property
    def pieces(self) -> AsyncGenerator[bytes, None]: ...


class Reports(Protocol):
    """Figures, computed in a process of their own."""

    async def written(self, ask: Ask, more: Mapping[str, str]) -> bytes: ...
    async def floor(self, wanted: FloorOf, names: Mapping[str, str | None]) -> dict[str, Any]: ...
    async def rows_behind(self, wanted: Any) -> dict[str, Any]: ...  # noqa: ANN401  (core.kpis.listing.Listing)
    async def past(self, wanted: PastOf) -> Past: ...
    async def staffing(self, wanted: StaffingOf) -> dict[str, Any]: ...
    async def tree(self, ask: Any) -> dict[str, Any]: ...  # noqa: ANN401  (core.kpis.asking.ask.Ask)
    async def tables(self, asks: Sequence[Ask], kind: Kind, names: Mapping[str, str], base: str) -> bytes: ...
    async def conversations(
        self, ask: Ask, kind: Kind, names: Mapping[str, str], agents: bool
    ) -> Exported: ...


class WhatIfs(Protocol):
    """One comparison at a time, in a process of its own."""

    def begin(self, wish: Any, asked: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
        """`wish`: simulate.what_if.asked.WhatIf. Raises Conflict while another one runs."""
        ...

    def now(self) -> dict[str, Any]: ...
    def cancel(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Parts:
    settings: Settings
    kept: Kept
    desk: Desk
    clock: Clock
    board: Callable[[Part], Awaitable[dict[str, Any]]]
    reports: Reports
    what_ifs: WhatIfs
    revoke: Callable[[str], Awaitable[None]]
    signed_off: Callable[[str], Awaitable[None]]
    ready: Callable[[], Awaitable[None]]
    courier: Courier
    sends_trial: Callable[[str, str, str | None, int], Awaitable[None]] | None = None


PARTS: web.AppKey[Parts] = web.AppKey("parts", Parts)
