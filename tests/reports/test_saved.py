"""What people keep of the reports: dashboards and views, whose they are, and what cannot be kept."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.core.kpis.asking import saved
from server.core.kpis.asking.presets import PRESETS, days_of
from tests.rest.asking import Asking, Office

TILES = [
    {"kpi": "frt", "chart": "figure", "by": [], "options": [], "clock": "business", "filters": {}},
    {
        "kpi": "volume",
        "chart": "table",
        "by": ["team", "weekday"],
        "options": [],
        "clock": "wall",
        "filters": {"channel": "web", "tag": "vip"},
    },
    {"kpi": "csat", "chart": "series", "by": ["week"], "options": [], "clock": "wall", "filters": {}},
]


def people(office: Office) -> tuple[Asking, Asking, Asking]:
    running = office.running
    return office.program(running.ada), office.program(running.sam), office.program(office.olga)


async def test_a_dashboard_is_made_changed_and_removed(office_on_each: Office) -> None:
    _, sam, _ = people(office_on_each)
    made = (await sam.post("/dashboards", {"name": " Mornings ", "period": "7d", "tiles": TILES})).json
    assert (made["name"], made["owner"]["name"], made["mine"], made["shared"]) == (
        "Mornings",
        "Sam",
        True,
        False,
    )
    assert made["tiles"] == TILES
    path = f"/dashboards/{made['id']}"
    change = {"name": "Evenings", "shared": True, "tiles": TILES[::-1]}
    changed = (await sam.patch(path, change)).json
    assert changed == {**made, **change}
    assert (await sam.get(path)).json == changed
    assert (await sam.get("/dashboards")).json["items"] == [changed]
    assert (await sam.delete(path)).json == {}
    assert (await sam.get(path)).status == 404


async def test_what_is_mine_nobody_sees_until_it_is_shared_and_then_nobody_changes(
    office_on_each: Office,
) -> None:
    ada, sam, olga = people(office_on_each)
    for kind, wish in (("dashboards", {"name": "Mine"}), ("views", {"name": "Mine", "path": "fast"})):
        path = f"/{kind}/{(await ada.post(f'/{kind}', wish)).json['id']}"
        assert (await sam.get(path)).status == (await olga.delete(path)).status == 404
        assert (await sam.get(f"/{kind}")).json["items"] == []
        assert (await ada.patch(path, {"shared": True})).status == 200
        seen = (await sam.get(path)).json
        assert (seen["mine"], seen["owner"]["name"]) == (False, "Ada")
        assert (await sam.patch(path, {"name": "His"})).status == (await sam.delete(path)).status == 403
        assert (await olga.patch(path, {"name": "Hers"})).status == 403
        assert (await olga.delete(path)).status == 200


async def test_a_view_keeps_page_and_filters(office_on_each: Office) -> None:
    ada, _, _ = people(office_on_each)
    query = "period=90d&team=t_first&clock=business"
    made = (await ada.post("/views", {"name": "My team", "path": "figure/frt", "query": query})).json
    assert (made["path"], made["query"]) == ("figure/frt", query)
    path = f"/views/{made['id']}"
    one_day = {"path": "solve", "query": "from=2026-03-01&to=2026-03-01&tz=Europe/Rome"}
    assert (await ada.patch(path, one_day)).json == {**made, **one_day}
    both = {"path": "figure/backlog", "query": "option=mean%2Cunassigned"}
    assert (await ada.patch(path, both)).json == {**made, **both}


WRONG_TILES: list[tuple[dict[str, Any], str]] = [
    ({"kpi": "shoes"}, "there is no KPI 'shoes'; there are: "),
    ({"kpi": "frt", "options": ["fast"]}, "has no option 'fast'; there is: after_handoff"),
    ({"kpi": "frt", "chart": "table", "by": ["shoe"]}, "cannot split by 'shoe'; by: agent"),
    ({"kpi": "frt", "chart": "table"}, "one or two things"),
    ({"kpi": "frt", "chart": "series", "by": ["agent"]}, "day, week, month"),
    ({"kpi": "frt", "by": ["day"]}, "a figure stands for the whole"),
    ({"kpi": "csat", "clock": "business"}, "clock: 'business' is not to be had here; there is: wall"),
    ({"kpi": "frt", "filters": {"shoe": "42"}}, "there is no 'shoe'; there are: site"),
    ({"kpi": "service_level", "filters": {"agent": "a"}}, "credited to no agent"),
    ({"kpi": "frt", "chart": "pie"}, "Invalid enum value"),
]
WRONG_PAGES = [
    ("shoes", "", "there are: fast"),
    ("figure/shoes", "", "there is no KPI 'shoes'"),
    ("fast", "shoe=42", "there is no 'shoe'; there are: agent"),
    ("fast", "period=always", "period is one of: today"),
    ("fast", "from=2026-03-02&to=2026-03-01", "must be before to"),
    ("fast", "from=2026-03-02&to=soon", "the last day"),
    ("fast", "tz=Mars/Base", "there is no time zone"),
    ("fast", "clock=sun", "wall or business"),
    ("figure/csat", "clock=business", "there is: wall"),
    ("figure/frt", "option=none", "has no option 'none'"),
    ("figure/backlog", "option=snoozed,unassigned", "goes not with"),
    ("fast", "team=a&team=b", "twice"),
    ("fast", "as_of=now", "in ms"),
]


async def test_what_could_show_nothing_is_refused_with_what_could(office: Office) -> None:
    ada, _, _ = people(office)
    before = await office.rows()
    for tile, why in WRONG_TILES:
        refused = await ada.post("/dashboards", {"name": "x", "tiles": [{"kpi": "csat"}, tile]})
        assert (refused.status, refused.code) == (422, "invalid"), tile
        assert why in refused.json["error"]["message"], tile
    for path, query, why in WRONG_PAGES:
        refused = await ada.post("/views", {"name": "x", "path": path, "query": query})
        assert (refused.status, refused.code) == (422, "invalid"), query
        assert why in refused.json["error"]["message"], query
    many = [{"kpi": "csat"}] * (saved.MOST_TILES + 1)
    assert (await ada.post("/dashboards", {"name": "x", "tiles": many})).status == 422
    assert (await ada.post("/dashboards", {"name": "x", "period": "always"})).status == 422
    assert await office.rows() == before


async def test_nobody_keeps_more_than_there_is_room_for(office: Office) -> None:
    ada, sam, _ = people(office)
    for number in range(saved.MOST_SAVED):
        mine = saved.View("", office.running.ada.id, f"View {number}", False, "fast", "")
        await office.kept.views.add(mine)
    refused = await ada.post("/views", {"name": "One more", "path": "fast"})
    assert (refused.status, refused.code) == (409, "conflict")
    assert (await sam.post("/views", {"name": "His first", "path": "fast"})).status == 200
    first = (await ada.get("/views")).json
    rest = (await ada.get(f"/views?limit=200&cursor={first['next']}")).json
    assert len(first["items"]) + len(rest["items"]) == saved.MOST_SAVED


@given(st.sampled_from(PRESETS), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_period_by_name_is_whole_and_never_of_the_days_to_come(preset: Any, today: date) -> None:
    first, end = days_of(preset, today)
    assert first < end
    assert (end - today).days <= 1
    if preset[-1] == "d":
        assert (end - first).days == int(preset[:-1])
    if preset == "last_week":
        assert (first.weekday(), (end - first).days) == (0, 7)
    if preset == "last_month":
        assert (first.day, end.day) == (1, 1)


def test_the_pages_are_those_of_the_console() -> None:
    root = Path(__file__).resolve().parents[2]
    text = (root / "web_client/console/reports/questions.ts").read_text(encoding="utf-8")
    questions = text[text.index("QUESTIONS = {") : text.index("} as const satisfies")]
    there = {
        name: re.findall(r'"(\w+)"', list_)
        for name, list_ in re.findall(r"(\w+): \[(.*?)\]", questions, re.S)
    }
    for_teams = re.search(r"team: \[(.*?)\]", text, re.DOTALL)
    assert for_teams is not None
    assert {**there, "help": re.findall(r'"(\w+)"', for_teams[1])} == dict(saved.PAGES)
