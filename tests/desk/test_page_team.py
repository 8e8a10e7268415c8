"""A page may say whose visitors its visitors are (`data-team`)."""

from pathlib import Path

from tests.house import running_house


async def test_a_pages_visitors_come_to_the_team_that_it_names(tmp_path: Path) -> None:
    async with running_house(f"sqlite:///{tmp_path / 'house.db'}") as house:
        sales = await house.house.kept.people.add_team("Sales")
        vera = await house.vera(team=sales.id)
        await vera.say("Do you deliver to Norway?")
        assert (await vera.event("conversation.started"))["team"] == {"id": sales.id, "name": "Sales"}


async def test_a_team_that_is_not_known_is_the_sites_own(tmp_path: Path) -> None:
    async with running_house(f"sqlite:///{tmp_path / 'house.db'}") as house:
        vera = await house.vera(team="t_nobody")
        await vera.say("Do you deliver to Norway?")
        team = (await vera.event("conversation.started"))["team"]
        assert (team and team["id"]) == house.site.team
