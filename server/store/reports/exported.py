"""The reporting process's end of exports. What is at work keeps the facts as they stood when it began."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from server.core.kpis import figure
from server.core.kpis.asking.ask import FILTERS
from server.core.kpis.sheets import conversations
from server.core.kpis.sheets.cells import moment
from server.core.kpis.sheets.of_figure import sheet_of
from server.core.kpis.sheets.sheet import as_csv
from server.core.kpis.tables import Frames

from .exporting import AT_ONCE, MOST, Begin, Begun, Busy, End, More, Tables, TooMuch, Wish
from .open_days import with_hours

if TYPE_CHECKING:
    from .copy import Copy


FORGOTTEN_AFTER = 600.0  # s


class AtWork:
    """The exports of this process that have begun and are not through."""

    def __init__(self, most: Mapping[str, int] = MOST, passed: Callable[[], float] = time.monotonic) -> None:
        """`most`: rows of each kind of file; `passed`: seconds since whenever."""
        self._most = most
        self._passed = passed
        self._pieces: dict[int, Iterator[bytes]] = {}
        self._asked_at: dict[int, float] = {}
        self._last = 0

    def answer(self, copy: "Copy", wish: Wish) -> Any:  # noqa: ANN401  (each wish has its own answer)
        match wish:
            case Tables():
                return _tables(copy, wish)
            case Begin():
                return self._begin(copy, wish)
            case More(export):
                self._asked_at[export] = self._passed()
                return self._more(export)
            case End(export):
                self._pieces.pop(export, None)
                return None

    def _begin(self, copy: "Copy", wish: Begin) -> Begun | TooMuch | Busy:
        self._forget()
        if len(self._pieces) >= AT_ONCE:
            return Busy()
        frames = copy.frames(wish.ask.as_of)
        rows = conversations.count(frames, wish.ask)
        if rows > self._most[wish.kind]:
            return TooMuch(rows)
        self._last += 1
        make: Callable[[Frames, Begin], Iterator[bytes]] = _csv if wish.kind == "csv" else _xlsx
        self._pieces[self._last] = make(frames, wish)
        self._asked_at[self._last] = self._passed()
        return Begun(self._last, rows)

    def _forget(self) -> None:
        """Those that nobody has asked for in a while: whoever wanted them went without a word."""
        since = self._passed() - FORGOTTEN_AFTER
        self._asked_at = {export: at for export, at in self._asked_at.items() if at >= since}
        self._pieces = {export: it for export, it in self._pieces.items() if export in self._asked_at}

    def _more(self, export: int) -> bytes | None:
        pieces = self._pieces[export]
        try:
            return next(pieces)
        except StopIteration:
            del self._pieces[export]
            return None
        except Exception:
            del self._pieces[export]
            raise


def _tables(copy: "Copy", wish: Tables) -> bytes:
    found = []
    for ask in (with_hours(ask, copy.source) for ask in wish.asks):
        answer = figure.figure(copy.frames(ask.as_of), ask)
        found.append(sheet_of(answer, ask, wish.names, wish.base))
    if wish.kind == "csv":
        return "\r\n".join(as_csv(sheet) for sheet in found).encode()
    from .workbook import workbook_of

    return workbook_of(found)


def _csv(frames: Frames, wish: Begin) -> Iterator[bytes]:
    """The head comes once, in an empty export too."""
    head = True
    for span in conversations.slices(frames, wish.ask):
        rows = conversations.part(frames, wish.ask, span, wish.names, wish.agents)
        text = conversations.without_formulas(rows).write_csv(include_header=head, line_terminator="\r\n")
        head = False
        yield text.encode()


def _xlsx(frames: Frames, wish: Begin) -> Iterator[bytes]:
    from .bulk_sheet import BulkSheet

    nothing = conversations.part(frames, wish.ask, (0, 0), wish.names, wish.agents)
    rows = conversations.count(frames, wish.ask)
    sheet = BulkSheet("conversations", _about(wish), nothing.columns, rows)
    yield sheet.take()
    for span in conversations.slices(frames, wish.ask):
        found = conversations.part(frames, wish.ask, span, wish.names, wish.agents)
        # To write them takes as long again: whoever wants a figure need not wait for both.
        yield b""
        sheet.writes(found)
        yield sheet.take()
    sheet.close()
    yield sheet.take()


def _about(wish: Begin) -> Mapping[str, Any]:
    ask = wish.ask
    return {
        "what": "a row for each conversation that began in the period",
        "from": moment(ask.since, ask.tz),
        "to": moment(ask.until, ask.tz),
        "zone": ask.tz,
        "filters": "; ".join(f"{name}={value}" for name in FILTERS if (value := getattr(ask, name))),
        "as_of": moment(ask.known_until, ask.tz),
    }
