"""Dashboards: figures that somebody keeps together."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from server.core.kpis.asking.presets import Preset
from server.core.kpis.asking.saved import MOST_TILES, BadSaved, Chart, Dashboard, Tile, checked
from server.core.refusals import Invalid

from ..calls import Call
from ..login import Name
from ..paging import page
from ..settings.fields import name_of
from ..shapes import Named
from .rights import owned, owner_of, removable, seen

Word = Annotated[str, Meta(min_length=1, max_length=200)]


class TileOf(Struct, forbid_unknown_fields=True):
    """A figure, as `GET /kpis/{kpi}` is asked for it. `chart`: the figure alone, a series by day, week or
    month, or a table by one or two things; `filters`: site, team, agent, channel, language, tag.
    """

    kpi: Word
    chart: Chart = "figure"
    by: Annotated[list[Word], Meta(max_length=2)] = []
    options: Annotated[list[Word], Meta(max_length=10)] = []
    clock: Word = "wall"
    filters: Annotated[dict[Word, Word], Meta(max_length=10)] = {}


Tiles = Annotated[list[TileOf], Meta(max_length=MOST_TILES)]


class NewDashboard(Struct, forbid_unknown_fields=True):
    """`shared`: others see it, but in it only figures that are theirs to see. `period` of all tiles."""

    name: Name
    shared: bool = False
    period: Preset = "28d"
    tiles: Tiles = []


class DashboardChange(Struct, forbid_unknown_fields=True):
    """What is given."""

    name: Name | UnsetType = UNSET
    shared: bool | UnsetType = UNSET
    period: Preset | UnsetType = UNSET
    tiles: Tiles | UnsetType = UNSET


class DashboardOf(Struct, forbid_unknown_fields=True):
    """`mine`: whoever asks may change it."""

    id: str
    name: str
    owner: Named
    mine: bool
    shared: bool
    period: Preset
    tiles: list[TileOf]
    created_at: int


async def dashboards(call: Call) -> dict[str, Any]:
    found = await call.parts.kept.dashboards.shown_to(call.person.id)
    return page(call, found, lambda one: (one.name, one.id), lambda one: _shown(call, one))


async def dashboard(call: Call) -> dict[str, Any]:
    return _shown(call, seen(call.person, await call.parts.kept.dashboards.get(call.path("id"))))


async def add_dashboard(call: Call) -> dict[str, Any]:
    wish: NewDashboard = call.body
    tiles = _tiles(call, wish.tiles)
    new = Dashboard("", call.person.id, name_of(wish.name), wish.shared, wish.period, tiles)
    return _shown(call, await call.parts.kept.dashboards.add(new))


async def change_dashboard(call: Call) -> dict[str, Any]:
    known = owned(call.person, await call.parts.kept.dashboards.get(call.path("id")))
    wish: DashboardChange = call.body
    changes = {name: value for name in ("shared", "period") if (value := getattr(wish, name)) is not UNSET}
    if wish.name is not UNSET:
        changes["name"] = name_of(wish.name)
    if wish.tiles is not UNSET:
        changes["tiles"] = _tiles(call, wish.tiles)
    return _shown(call, await call.parts.kept.dashboards.change(replace(known, **changes)))


async def remove_dashboard(call: Call) -> dict[str, Any]:
    found = removable(call.person, await call.parts.kept.dashboards.get(call.path("id")))
    await call.parts.kept.dashboards.remove(found.id)
    return {}


def _tiles(call: Call, wanted: Sequence[TileOf]) -> tuple[Tile, ...]:
    """Raises Invalid for a tile that could show nothing."""
    tiles = [
        Tile(one.kpi, one.chart, tuple(one.by), tuple(one.options), one.clock, one.filters) for one in wanted
    ]
    try:
        return checked(tiles, call.parts.clock())
    except BadSaved as problem:
        raise Invalid(str(problem)) from None


def _shown(call: Call, dashboard: Dashboard) -> dict[str, Any]:
    return {
        "id": dashboard.id,
        "name": dashboard.name,
        "owner": owner_of(call, dashboard),
        "mine": dashboard.owner == call.person.id,
        "shared": dashboard.shared,
        "period": dashboard.period,
        "tiles": [asdict(tile) for tile in dashboard.tiles],
        "created_at": dashboard.created_at,
    }
