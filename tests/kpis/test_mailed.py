"""Which figures a mailed report has, of which period, and where the console shows each as it was."""

from urllib.parse import parse_qsl

from server.core.kpis.asking.aims import Targets
from server.core.kpis.asking.mailed import Asked, asks_of, shown_at, tiles_of
from server.core.kpis.asking.saved import Tile
from server.core.kpis.catalogue import CATALOGUE
from tests.cast import DAY, HOUR, NINE

ZONE = "Europe/Rome"
MIDNIGHT = NINE - 9 * HOUR  # of Monday in Rome
NONE: Targets = {}


def asked(*tiles: Tile, agents: bool = False, own: Targets = NONE) -> list[Asked]:
    return asks_of(tiles, "week", NINE, ZONE, own, agents)


def test_a_weekly_report_is_about_the_last_whole_week_as_it_was_known_then_beside_the_one_before() -> None:
    ((_, ask),) = asked(Tile("frt"))
    assert (ask.since, ask.until) == (MIDNIGHT - 7 * DAY, MIDNIGHT)
    assert (ask.as_of, ask.compare, ask.tz) == (NINE, True, ZONE)


def test_what_shows_single_agents_is_in_it_only_where_it_may_be() -> None:
    guarded = next(entry for entry in CATALOGUE.values() if entry.guarded)
    tiles = (
        Tile("volume"),
        Tile("art", "table", by=("agent",)),
        Tile("art", filters={"agent": "a_ada"}),
        Tile(guarded.id),
    )
    assert [tile for tile, _ in asked(*tiles)] == [tiles[0]]
    assert [tile for tile, _ in asked(*tiles, agents=True)] == list(tiles)


def test_a_question_that_nobody_can_answer_any_more_is_left_out_and_all_others_stay() -> None:
    assert [tile.kpi for tile, _ in asked(Tile("frt", options=("gone",)), Tile("art"))] == ["art"]


def test_it_is_judged_by_the_desks_own_target() -> None:
    assert [ask.aim for _, ask in asked(Tile("frt"), Tile("art"), own={"frt": 45})] == [
        45,
        CATALOGUE["art"].target,
    ]


def test_each_figure_of_a_page_heeds_those_filters_that_it_knows() -> None:
    tiles = {tile.kpi: tile for tile in tiles_of("fast", "channel=web&clock=business&team=&option=nothing")}
    assert tiles["frt"].filters == {"channel": "web"}
    assert (tiles["frt"].clock, tiles["frt"].options) == ("business", ())
    wall_only = [tile for tile in tiles.values() if CATALOGUE[tile.kpi].clocks == ("wall",)]
    assert wall_only and {tile.clock for tile in wall_only} == {"wall"}
    by_agent = [*tiles_of("solve", "agent=a_ada"), *tiles_of("staff", "agent=a_ada")]
    heeded = {("agent" in tile.filters, "agent" in CATALOGUE[tile.kpi].splits) for tile in by_agent}
    assert heeded == {(True, True), (False, False)}


def test_options_that_go_together_are_kept_together() -> None:
    (tile,) = tiles_of("figure/backlog", "option=mean%2Cunassigned%2Cnothing")
    assert tile.options == ("mean", "unassigned")
    ((_, ask),) = asked(tile)
    assert dict(parse_qsl(shown_at(tile, ask)))["option"] == "mean,unassigned"


def test_its_link_shows_the_last_day_and_how_it_was_asked() -> None:
    tile = Tile("frt", options=("after_handoff",), clock="business", filters={"channel": "web"})
    ((_, ask),) = asked(tile)
    path, _, query = shown_at(tile, ask).partition("?")
    assert path == "/reports/figure/frt"
    assert dict(parse_qsl(query)) == {
        "from": "2025-12-29",
        "to": "2026-01-04",
        "channel": "web",
        "clock": "business",
        "tz": ZONE,
        "as_of": str(NINE),
        "option": "after_handoff",
    }
    ((plain, ask),) = asked(Tile("frt"))
    assert "clock" not in shown_at(plain, ask) and "option" not in shown_at(plain, ask)
