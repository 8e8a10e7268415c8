"""What the desk aims at: the catalogue's targets until it says otherwise."""

from server.core.kpis.catalogue import CATALOGUE
from tests.rest.asking import Office


async def test_the_usual_targets_hold_until_an_own_one_is_set_and_again_when_it_is_left_out(
    office_on_each: Office,
) -> None:
    olga, sam = (office_on_each.program(who) for who in (office_on_each.olga, office_on_each.running.sam))
    at_first = (await sam.get("/targets")).json
    assert at_first["own"] == {}
    assert at_first["targets"] == at_first["usual"]
    assert at_first["usual"]["frt"] == CATALOGUE["frt"].target
    assert "volume" not in at_first["usual"]
    own = {"frt": 45.5, "csat": 90, "service_level": None}
    set_ = (await olga.put("/targets", {"targets": own})).json
    assert set_["own"] == own
    assert set_["targets"] == {**at_first["usual"], **own}
    assert (await sam.get("/targets")).json == set_
    assert (await olga.put("/targets", {"targets": {}})).json == at_first


async def test_a_figure_is_judged_by_the_desks_own_target(office: Office) -> None:
    olga = office.program(office.olga)
    assert (await olga.get("/kpis/frt")).json["target"] == CATALOGUE["frt"].target
    assert (await olga.put("/targets", {"targets": {"frt": 45}})).status == 200
    assert (await olga.get("/kpis/frt")).json["target"] == 45
    assert (await olga.put("/targets", {"targets": {"frt": None}})).status == 200
    assert (await olga.get("/kpis/frt")).json["target"] is None


async def test_a_target_that_could_not_be_one_is_refused_and_changes_nothing(office: Office) -> None:
    olga = office.program(office.olga)
    before = await office.rows()
    wrong = {
        "shoes": (1, "there is no KPI 'shoes'; there are: "),
        "csat": (101, "from 0 to 100"),
        "frt": (-1, "from 0 to"),
        "volume": (5, "neither better high nor low"),
    }
    for kpi, (target, why) in wrong.items():
        refused = await olga.put("/targets", {"targets": {"art": 60, kpi: target}})
        assert (refused.status, refused.code) == (422, "invalid")
        assert why in refused.json["error"]["message"]
    for nonsense in ("60", [60], True, {"value": 60}):
        assert (await olga.put("/targets", {"targets": {"frt": nonsense}})).status == 422
    assert await office.rows() == before
