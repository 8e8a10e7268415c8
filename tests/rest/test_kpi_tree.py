"""The KPI tree over the wire: who may see it, and what cannot be asked."""

import pytest

from server.core.conversation import replay
from server.core.facts import facts_of
from server.desk.ports import Append
from tests.kpis.test_tree import world
from tests.rest.asking import Office


async def test_the_tree_is_computed_from_what_is_stored(office_on_each: Office) -> None:
    for told in world(120):
        await office_on_each.kept.timeline.append(Append(told, replay(told), facts_of(told, {})))
    sam = await office_on_each.browser(office_on_each.running.sam)
    answer = (await sam.get("/kpis/csat/tree?from=2026-01-01&to=2026-02-01")).json
    assert (answer["n"], answer["reason"]) == (120, None)
    found = {branch["id"]: branch["verdict"] for branch in answer["branches"]}
    assert (found["wait"], found["fcr"]) == ("less", "more")
    assert answer["link"].startswith("/api/v1/kpis/csat/tree?")
    assert (await sam.get("/kpis/csat/tree?from=2026-01-01&to=2026-01-02")).json["reason"] == "too_few"


@pytest.mark.parametrize("query", ["by=day", "option=mean", "from=2026-02-01&to=2026-01-01", "tz=Moon"])
async def test_what_the_tree_does_not_know_is_refused(office: Office, query: str) -> None:
    sam = await office.browser(office.running.sam)
    answer = await sam.get(f"/kpis/csat/tree?{query}")
    assert (answer.status, answer.code) == (422, "invalid")


async def test_an_agent_sees_his_teams_tree_only(office: Office) -> None:
    ada = await office.browser(office.running.ada)
    assert (await ada.get("/kpis/csat/tree")).status == 403
    assert (await ada.get("/kpis/csat/tree?team=t_first")).status == 200
