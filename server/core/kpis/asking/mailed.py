"""What a report by mail asks for: the last day, week or month that is over, as it was known when due."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from ..catalogue import CATALOGUE, Entry
from ..sheets.cells import moment
from .aims import Targets, aimed
from .ask import FILTERS, Ask, BadAsk
from .periods import local_date
from .presets import BEFORE, Every, period_of
from .saved import BadSaved, Tile, ask_of, kpis_of, options_in

Asked = tuple[Tile, Ask]


def tiles_of(path: str, query: str) -> tuple[Tile, ...]:
    """A page of the reports as tiles: each figure heeds the filters that it can. Raises BadSaved."""
    if path == "all":
        raise BadSaved("the list of all figures is no report; choose a page, a figure or a dashboard")
    given = dict(parse_qsl(query))
    return tuple(_tile(CATALOGUE[kpi], given) for kpi in kpis_of(path) if kpi in CATALOGUE)


def _tile(entry: Entry, given: dict[str, str]) -> Tile:
    clock = given.get("clock", "wall")
    return Tile(
        entry.id,
        options=tuple(one for one in options_in(given.get("option")) if one in entry.options),
        clock=clock if clock in entry.clocks else entry.clocks[0],
        filters={name: given[name] for name in FILTERS if given.get(name) and name in entry.splits},
    )


def asks_of(tiles: Sequence[Tile], every: Every, at: int, tz: str, own: Targets, agents: bool) -> list[Asked]:
    """Each tile with its question, at `at` (ms), beside the period before. Without `agents` those of single
    agents are left out, and so is what a newer version of a figure cannot answer any more.
    """
    since, until = period_of(BEFORE[every], at, tz)
    instants = {"from": since, "to": until, "as_of": at}
    when = [(name, str(moment(instant, "UTC"))) for name, instant in instants.items()]
    found = []
    for tile in tiles:
        if not agents and ("agent" in tile.by or "agent" in tile.filters):
            continue
        try:
            ask = ask_of(tile, at, tz, [*when, ("compare", "before")])
        except BadAsk:
            continue
        if ask.entry.guarded and not agents:
            continue
        found.append((tile, aimed(ask, own)))
    return found


def shown_at(tile: Tile, ask: Ask) -> str:
    """Where the console shows this figure as it was: path and query behind the `#`."""
    last = None if ask.until is None else local_date(ask.until - 1, ask.tz)
    pairs = [
        ("from", None if ask.since is None else local_date(ask.since, ask.tz)),
        ("to", last),
        *tile.filters.items(),
        ("clock", tile.clock if tile.clock != "wall" else None),
        ("tz", ask.tz),
        ("as_of", ask.as_of),
        ("option", ",".join(tile.options)),
    ]
    return f"/reports/figure/{tile.kpi}?{urlencode([(name, value) for name, value in pairs if value])}"
