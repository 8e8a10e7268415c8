"""A team's rules, as they are saved: what cannot be carried out is refused, and changes nothing."""

from typing import Any

import pytest

from tests.rest.asking import Asking, Office


async def saved(olga: Asking, team: str, **rules: Any) -> dict[str, Any]:
    answer = await olga.patch(f"/teams/{team}", {"rules": rules})
    assert answer.status == 200, answer.text
    return dict(answer.json["rules"])


async def test_what_is_given_is_changed_and_the_rest_stays(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    raises = [{"kind": "tag", "value": "vip", "priority": 3, "name": ""}]
    await saved(olga, "t_first", policy="round_robin", raises=raises, answer_within=30)
    rules = await saved(olga, "t_first", fair_share=5)
    assert (rules["policy"], rules["raises"], rules["answer_within"]) == ("round_robin", raises, 30)
    assert (await saved(olga, "t_first", answer_within=None))["answer_within"] is None


async def test_nobody_is_sent_round_in_a_circle(office: Office) -> None:
    olga = await office.browser(office.olga)
    added = [(await olga.post("/teams", {"name": name})).json["id"] for name in ("Nights", "Others")]
    way = ["t_first", *added]
    for team, to in zip(way, way[1:], strict=False):
        await saved(olga, team, overflow_to=to)
    before = await office.rows()
    for team, to in ((way[2], way[0]), (way[2], way[1]), (way[0], way[0])):
        refused = await olga.patch(f"/teams/{team}", {"rules": {"overflow_to": to}})
        assert (refused.code, "overflow_to" in refused.json["error"]["message"]) == ("invalid", True)
    assert await office.rows() == before


@pytest.mark.parametrize(
    "rules",
    [
        {"overflow_to": "t_nowhere"},
        {"fair_share": 0},
        {"fair_share": -3},
        {"answer_within": 0},
        {"ageing": 1.5},
        {"policy": "dice"},
        {"order": "alphabet"},
        {"raises": [{"kind": "tag", "value": "", "priority": 1}]},
        {"raises": [{"kind": "mood", "value": "bad", "priority": 1}]},
        {"raises": [{"kind": "tag", "value": "vip", "priority": 10}]},
        {"raises": [{"kind": "page", "value": "prices", "priority": 1}]},
        {"raises": [{"kind": "field", "value": "gold", "priority": 1}]},
        {"polict": "pull"},
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(office: Office, rules: dict[str, Any]) -> None:
    olga, before = await office.browser(office.olga), await office.rows()
    assert (await olga.patch("/teams/t_first", {"rules": rules})).code == "invalid"
    assert await office.rows() == before
