"""What visitors may say that it is about: set up by admins, held to what there is."""

from typing import Any

import pytest

from tests.rest.asking import Office

TOPICS = [
    {"label": "  My   order ", "skills": ["orders"], "words": ["parcel", " deliver*", "parcel"]},
    {"label": "Something broke"},
]


async def test_topics_are_set_keep_their_ids_and_can_be_taken_away(office_on_each: Office) -> None:
    olga = await office_on_each.browser(office_on_each.olga)
    await olga.patch(f"/agents/{office_on_each.running.ada.id}", {"skills": {"orders": 4}})
    path = f"/sites/{office_on_each.running.site.id}"
    first = (await olga.patch(path, {"topics": TOPICS})).json["topics"]
    assert [(one["label"], one["team"], one["skills"], one["words"]) for one in first] == [
        ("My order", None, ["orders"], ["parcel", "deliver*"]),
        ("Something broke", None, [], []),
    ]
    wish = [{**first[1], "team": office_on_each.returns.id}, first[0]]
    assert (await olga.patch(path, {"topics": wish})).json["topics"] == wish
    assert (await olga.get(path)).json["topics"] == wish
    assert (await olga.patch(path, {"topics": []})).json["topics"] == []


@pytest.mark.parametrize(
    ("topics", "because"),
    [
        ([{"label": "Magic", "skills": ["magic"]}], "topics: Magic: nobody in Support has the skill magic"),
        ([{"label": "Returns", "team": "t_none"}], "topics: Returns: there is no such team"),
        ([{"label": "Order"}, {"label": "order"}], "topics: two have the same label"),
        ([{"label": "A", "id": "o_1"}, {"label": "B", "id": "o_1"}], "topics: two have the same id"),
        ([{"label": "\u200b"}], "a name has 1 to 200 characters"),
        ([{"label": ""}], None),
        ([{"label": "Order", "words": ["*"]}], None),
        ([{"label": "Order", "words": ["parcel", ""]}], None),
        ([{"label": "x" * 61}], None),
        ([{"label": f"Topic {n}"} for n in range(13)], None),
    ],
    ids=str,
)
async def test_topics_that_cannot_be_are_refused(office: Office, topics: Any, because: str | None) -> None:
    olga, before = await office.browser(office.olga), await office.rows()
    answer = await olga.patch(f"/sites/{office.running.site.id}", {"name": "Other", "topics": topics})
    assert (answer.status, answer.code) == (422, "invalid")
    assert because is None or answer.json["error"]["message"] == because
    assert await office.rows() == before


async def test_a_skill_counts_only_in_the_team_that_the_topic_goes_to(office: Office) -> None:
    olga = await office.browser(office.olga)
    await olga.patch(f"/agents/{office.running.ada.id}", {"skills": {"orders": 4}})
    wish = [{"label": "Order", "team": office.returns.id, "skills": ["orders"]}]
    answer = await olga.patch(f"/sites/{office.running.site.id}", {"topics": wish})
    assert answer.json["error"]["message"] == "topics: Order: nobody in Returns has the skill orders"
