"""What leaves the house as a file: asked for piece by piece, so that figures are answered between."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from server.core.kpis.asking.ask import Ask
from server.core.refusals import Conflict, TooLarge

Kind = Literal["csv", "xlsx"]

# A sheet has 1,048,576 lines at most; long before that programs open it no more.
MOST = {"csv": 2_000_000, "xlsx": 250_000}
AT_ONCE = 4  # exports; each holds what it reads until it is through


@dataclass(frozen=True, slots=True)
class Tables:
    """Figures as one file. `names` of agents, teams and sites by id; `base`: where links in it begin."""

    asks: tuple[Ask, ...]
    kind: Kind
    names: Mapping[str, str]
    base: str


@dataclass(frozen=True, slots=True)
class Begin:
    """A row a conversation. `agents`: with whoever worked on it. Answered by Begun, TooMuch or Busy."""

    ask: Ask
    kind: Kind
    names: Mapping[str, str]
    agents: bool


@dataclass(frozen=True, slots=True)
class More:
    """The next piece: bytes, perhaps none yet; None: that was all, and the export is over."""

    export: int


@dataclass(frozen=True, slots=True)
class End:
    """Whoever wanted it has gone."""

    export: int


@dataclass(frozen=True, slots=True)
class Begun:
    export: int
    rows: int


@dataclass(frozen=True, slots=True)
class TooMuch:
    rows: int


@dataclass(frozen=True, slots=True)
class Busy:
    pass


Wish = Tables | Begin | More | End


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that comes in pieces, of so many rows. `pieces` are to be read to their end, or closed."""

    rows: int
    pieces: AsyncGenerator[bytes, None]


class Exports(ABC):
    """The part of `Reports` that makes files."""

    @abstractmethod
    async def _ask(self, request: Any) -> Any:  # noqa: ANN401  (each request has its own answer)
        """Raises ReportFailed."""

    async def tables(self, asks: Sequence[Ask], kind: Kind, names: Mapping[str, str], base: str) -> bytes:
        """Figures of the same moment, with their groups: a workbook with a sheet for each, or one CSV after
        the other. Raises ReportFailed.
        """
        found: bytes = await self._ask(Tables(tuple(asks), kind, dict(names), base))
        return found

    async def conversations(self, ask: Ask, kind: Kind, names: Mapping[str, str], agents: bool) -> Exported:
        """All that is known of each conversation that began in the period. Raises TooLarge for more than a
        file may have, Conflict while too many are being made, ReportFailed.
        """
        begun = await self._ask(Begin(ask, kind, dict(names), agents))
        if isinstance(begun, TooMuch):
            ways = ["a shorter period", "one site, team or tag", *(["csv"] if kind == "xlsx" else [])]
            most = f"{kind} takes at most {MOST[kind]}"
            raise TooLarge(f"{begun.rows} conversations, but {most}: ask for {' or '.join(ways)}")
        if isinstance(begun, Busy):
            raise Conflict(f"{AT_ONCE} exports are being made already; try again when one is through")
        return Exported(begun.rows, self._pieces(begun.export))

    async def _pieces(self, export: int) -> AsyncGenerator[bytes, None]:
        over = False
        try:
            while (piece := await self._ask(More(export))) is not None:
                if piece:
                    yield piece
            over = True
        finally:
            if not over:
                with suppress(Exception):
                    await self._ask(End(export))
