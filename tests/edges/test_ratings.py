"""Stars, smileys and thumbs: what is asked, what is taken, and what counts."""

import pytest

from server.core import events as e
from server.core.surveys import Look, is_low, look_of
from tests.house import Client, Running


async def asked(house: Running, look: Look) -> tuple[Client, dict[str, object]]:
    """Vera was helped, it is over, and the site asks how it was."""
    await house.house.kept.people.change_site(house.site.id, {"rating": look})
    vera, ada = await house.vera(), await house.agent(house.ada)
    said = await vera.say("Where is my order?")
    await ada.call("take", {"conversation": said["conversation"]})
    await ada.say("It left yesterday.", conversation=said["conversation"])
    await ada.call("resolve", {"conversation": said["conversation"], "reason": "solved"})
    return vera, await vera.heard("survey")


@pytest.mark.parametrize(("look", "low", "high"), [("stars", 1, 5), ("smileys", 1, 5), ("thumbs", 0, 1)])
async def test_each_kind_of_rating_is_asked_and_taken_on_its_own_scale(
    house_on_each: Running, look: Look, low: int, high: int
) -> None:
    vera, survey = await asked(house_on_each, look)
    question = survey["questions"][0]  # type: ignore[index]
    assert (question["look"], question["min"], question["max"]) == (look, low, high)
    for score in (low - 1, high + 1):
        refused = await vera.call("rate", {"conversation": survey["conversation"], "score": score})
        assert refused["error"]["code"] == "invalid"
    assert (await vera.call("rate", {"conversation": survey["conversation"], "score": low}))["ok"]
    rated = await vera.event("rated")
    assert (rated["score"], rated["scale"]) == (low, f"{low}-{high}")
    events = await house_on_each.house.kept.timeline.events(str(survey["conversation"]), 0)
    assert next(event.scale for event in events if isinstance(event, e.SurveySent)) == f"{low}-{high}"


async def test_a_survey_stays_on_the_scale_on_which_it_was_sent(house: Running) -> None:
    vera, survey = await asked(house, "thumbs")
    await house.house.kept.people.change_site(house.site.id, {"rating": "smileys"})
    token = (await vera.heard("welcome"))["token"]
    await vera.disconnect()
    again = await (await house.vera(token)).heard("welcome")
    assert (again["survey"]["questions"][0]["look"], again["survey"]["questions"][0]["max"]) == ("thumbs", 1)


async def test_a_thumb_down_is_shown_with_its_scale(house: Running) -> None:
    vera, survey = await asked(house, "thumbs")
    await vera.call("rate", {"conversation": survey["conversation"], "score": 0})
    opened = await (await house.agent(house.ada)).call("open", {"conversation": survey["conversation"]})
    assert (opened["conversation"]["rated"], opened["conversation"]["rated_scale"]) == (0, "0-1")


def test_whoever_is_not_satisfied_rates_low() -> None:
    assert [is_low("1-5", score) for score in (1, 3, 4, 5, None)] == [True, True, False, False, False]
    assert [is_low("0-1", score) for score in (0, 1)] == [True, False]
    assert not is_low("1-7", 1)
    assert (look_of("1-5", "smileys"), look_of("1-5", "thumbs"), look_of("0-1", "stars")) == (
        "smileys",
        "stars",
        "thumbs",
    )
