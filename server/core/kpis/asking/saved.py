"""What people keep of the reports: dashboards, and pages with their filters. Checked when it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args
from urllib.parse import parse_qsl

from . import periods, presets
from .ask import FILTERS, Ask, BadAsk, parse
from .presets import Preset

Chart = Literal["figure", "series", "table"]
CHARTS: tuple[Chart, ...] = get_args(Chart)
MOST_TILES = 50
MOST_SAVED = 100  # of each kind, of one person

# The pages by question, as the console has them (reports/questions.ts).
PAGES: Mapping[str, Sequence[str]] = {
    "fast": (
        "frt frt_butler handover_gap time_to_take_charge art asa expected_wait "
        "service_level abandonment wait_kept sla_attainment sla_slack"
    ).split(),
    "solve": (
        "resolution_rate fcr resolution_time clearance_rate dispersion_rate interactions "
        "transfer_rate contact_rate bot_resolution_rate bot_containment handoff_rate "
        "deflection self_answerable backlog backlog_overdue"
    ).split(),
    "happy": (
        "csat csat_distribution nps ces servqual left_on_read left_unread dropped "
        "preferred_channel crr ccr referral repeat_rate brand_attributes"
    ).split(),
    "staff": (
        "volume avg_volume aht occupancy slot_occupancy concurrency shrinkage "
        "cost_per_ticket cost_to_revenue engagement_asked engagement_measured turnover"
    ).split(),
    "help": "frt art csat fcr resolution_time aht".split(),
}
OTHER_PAGES = ("all",)
_OF_A_PAGE = {*FILTERS, "period", "from", "to", "clock", "tz", "as_of", "option", "split"}


class BadSaved(ValueError):
    """What is wrong with it, in one line."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure on a dashboard. `by`: what a series or table is split by; `filters`: by name."""

    kpi: str
    chart: Chart = "figure"
    by: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    clock: str = "wall"
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dashboard:
    id: str
    owner: str
    name: str
    shared: bool
    period: Preset
    tiles: tuple[Tile, ...]
    created_at: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """`path` of a page of the reports, such as `fast` or `figure/frt`; `query`: its filters."""

    id: str
    owner: str
    name: str
    shared: bool
    path: str
    query: str
    created_at: int = 0


def ask_of(tile: Tile, now: int, tz: str, more: Sequence[tuple[str, str]] = ()) -> Ask:
    """The question that a tile asks; `more`: of which period, as a query has it. Raises BadAsk."""
    pairs = [("clock", tile.clock), *tile.filters.items(), *more]
    pairs += [("by", part) for part in tile.by] + [("option", option) for option in tile.options]
    return parse(tile.kpi, pairs, now=now, tz=tz)


def checked(tiles: Sequence[Tile], now: int) -> tuple[Tile, ...]:
    """Raises BadSaved, which says what would be allowed."""
    if len(tiles) > MOST_TILES:
        raise BadSaved(f"tiles: at most {MOST_TILES}")
    for number, tile in enumerate(tiles):
        try:
            _fits(tile)
            ask_of(tile, now, "UTC")
        except (BadAsk, BadSaved) as problem:
            raise BadSaved(f"tiles[{number}]: {problem}") from None
    return tuple(tiles)


def _fits(tile: Tile) -> None:
    if unknown := sorted(set(tile.filters) - set(FILTERS)):
        raise BadSaved(f"filters: there is no {unknown[0][:64]!r}; there are: {', '.join(FILTERS)}")
    if tile.chart == "figure" and tile.by:
        raise BadSaved("by: a figure stands for the whole; a series or a table can be split")
    if tile.chart == "series" and not (len(tile.by) == 1 and tile.by[0] in periods.BUCKETS):
        raise BadSaved(f"by: a series goes by one of: {', '.join(periods.BUCKETS)}")
    if tile.chart == "table" and not 1 <= len(tile.by) <= 2:
        raise BadSaved("by: a table is split by one or two things")


def checked_page(path: str, query: str, now: int) -> tuple[str, str]:
    """Raises BadSaved for what is no page of the reports, or no filters of one."""
    kpis = kpis_of(path)
    pairs = parse_qsl(query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    for name in names:
        if name not in _OF_A_PAGE:
            raise BadSaved(f"query: there is no {name[:64]!r}; there are: {', '.join(sorted(_OF_A_PAGE))}")
        if names.count(name) > 1:
            raise BadSaved(f"query: {name} is there twice")
    given = dict(pairs)
    if given.get("period", "today") not in presets.PRESETS:
        raise BadSaved(f"query: period is one of: {', '.join(presets.PRESETS)}")
    try:
        parse(kpis[0] if path.startswith("figure/") else "volume", _asked(given, path), now=now)
    except BadAsk as problem:
        raise BadSaved(f"query: {problem}") from None
    return path, query


def kpis_of(path: str) -> Sequence[str]:
    """The figures of a page. Raises BadSaved."""
    if path.startswith("figure/"):
        return (path.removeprefix("figure/"),)
    if path not in PAGES and path not in OTHER_PAGES:
        pages = ", ".join((*PAGES, *OTHER_PAGES))
        raise BadSaved(f"path: there is no page {path[:64]!r}; there are: {pages}, figure/KPI")
    return PAGES.get(path, ("volume",))


def _asked(given: Mapping[str, str], path: str) -> list[tuple[str, str]]:
    """As a question has it: the console writes the last day of a period, and the instant in ms."""
    names = {*FILTERS, "tz", "from"}
    options: list[tuple[str, str]] = []
    if path.startswith("figure/"):
        names.add("clock")
        options = [("option", option) for option in options_in(given.get("option"))]
    else:
        # Not every figure of a page has both clocks, or is credited to somebody.
        names.discard("agent")
    if given.get("clock", "wall") not in ("wall", "business"):
        raise BadSaved("query: clock is wall or business")
    if not given.get("as_of", "1").isdigit():
        raise BadSaved("query: as_of is an instant in ms")
    found = [*options, *((name, value) for name, value in given.items() if name in names)]
    return [*found, ("to", _day_after(given["to"]))] if "to" in given else found


def options_in(text: str | None) -> list[str]:
    """Several options stand in the console's address as one, with commas between them."""
    return [option for option in (text or "").split(",") if option]


def _day_after(text: str) -> str:
    try:
        return (date.fromisoformat(text) + presets.DAY).isoformat()
    except (ValueError, OverflowError):
        raise BadSaved(f"query: to is the last day, such as 2026-03-31, not {text[:64]!r}") from None
