"""Transfers: to whom, warmly or at once, and what is refused. On both databases."""

from typing import Any

import pytest

from server.core.events import MessageSent, TransferDeclined, Transferred
from server.core.refusals import Conflict, Forbidden, Invalid, NotFound, Refusal
from server.desk import agent
from server.desk.back_office import Wanted
from server.desk.directory import Person
from server.desk.people import hand_over
from tests.cast import MINUTE
from tests.desk.acting import answered, happened, later, message, online, opened, stands
from tests.desk.conftest import Shop


async def asked(shop: Shop, note: str | None = "Knows the depot") -> str:
    """Ada has Vera's conversation and asks Ben whether he takes it."""
    await online(shop, "Ada", "Ben")
    conversation = await answered(shop)
    await hand_over.asks(shop.desk, shop.person("Ada"), conversation, shop.person("Ben").id, note)
    return conversation


async def of_another_shop(shop: Shop) -> tuple[Person, str]:
    """Nora, of a team that only another site has; and that team."""
    night = await shop.kept.people.add_team("Night")
    other = await shop.kept.people.add_site("Other shop", [])
    await shop.kept.people.change_site(other.id, {"team": night.id})
    nora = await shop.kept.people.add_person("nora@shop.example", "Nora", "agent", [night.id])
    await online(shop, "Nora")
    return nora, night.id


async def refused(shop: Shop, conversation: str, doing: Any) -> Refusal:
    before = await shop.kept.timeline.events(conversation)
    with pytest.raises(Refusal) as refusal:
        await doing
    assert await shop.kept.timeline.events(conversation) == before
    return refusal.value


async def test_whoever_is_asked_and_accepts_has_it(shop: Shop) -> None:
    conversation = await asked(shop)
    ada, ben = shop.person("Ada"), shop.person("Ben")
    assert stands(shop, conversation).agent == ada.named
    await hand_over.accepts(shop.desk, ben, conversation)
    now = stands(shop, conversation)
    assert (now.agent, now.asked_colleague) == (ben.named, None)
    [moved] = await happened(shop, conversation, Transferred)
    assert isinstance(moved, Transferred) and (moved.from_, moved.to) == (ada.named, ben.named)
    seq = now.last_seq
    await hand_over.accepts(shop.desk, ben, conversation)
    assert stands(shop, conversation).last_seq == seq, "a second time changes nothing"


async def test_while_a_colleague_is_asked_its_agent_goes_on(shop: Shop) -> None:
    conversation = await asked(shop)
    await agent.says(shop.desk, shop.person("Ada"), conversation, message("One moment, please."))
    now = stands(shop, conversation)
    assert (now.agent, now.asked_colleague) == (shop.person("Ada").named, shop.person("Ben").named)


@pytest.mark.parametrize("how", ["declined", "withdrawn", "lapsed"])
async def test_a_no_a_change_of_mind_and_silence_leave_it_where_it_is(shop: Shop, how: str) -> None:
    conversation = await asked(shop)
    if how == "declined":
        await hand_over.declines(shop.desk, shop.person("Ben"), conversation)
    elif how == "withdrawn":
        await hand_over.withdraws(shop.desk, shop.person("Ada"), conversation)
    else:
        await later(shop, 59)
        assert stands(shop, conversation).asked_colleague is not None
        await later(shop, 1)
    [declined] = await happened(shop, conversation, TransferDeclined)
    assert isinstance(declined, TransferDeclined)
    assert (declined.agent, declined.reason) == (shop.person("Ben").named, how)
    assert stands(shop, conversation).agent == shop.person("Ada").named
    why = await refused(shop, conversation, hand_over.accepts(shop.desk, shop.person("Ben"), conversation))
    assert isinstance(why, Conflict) and why.details["owner"] == {"id": shop.person("Ada").id, "name": "Ada"}


async def test_a_yes_after_the_minute_comes_too_late_whether_that_was_noticed_or_not(shop: Shop) -> None:
    conversation = await asked(shop)
    shop.clock.now += MINUTE
    why = await refused(shop, conversation, hand_over.accepts(shop.desk, shop.person("Ben"), conversation))
    assert isinstance(why, Conflict)


async def test_who_is_asked_sees_it_until_he_has_said_no(shop: Shop) -> None:
    nora = await shop.kept.people.add_person(
        "nora@shop.example", "Nora", "agent", [(await shop.kept.people.add_team("Depot")).id]
    )
    await online(shop, "Ada", "Nora")
    conversation = await answered(shop)
    await refused(shop, conversation, agent.opens(shop.desk, nora, conversation))
    await hand_over.asks(shop.desk, shop.person("Ada"), conversation, nora.id, "Knows the depot")
    seen = await agent.opens(shop.desk, nora, conversation)
    assert any(event.get("note") == "Knows the depot" for event in seen["events"])
    assert await listed(shop, nora) == ([conversation], True)
    await hand_over.declines(shop.desk, nora, conversation)
    assert await listed(shop, nora) == ([], False)
    with pytest.raises(NotFound):
        await agent.opens(shop.desk, nora, conversation)


async def listed(shop: Shop, person: Person) -> tuple[list[str], bool]:
    """What the lists hold for him, and whether he may look at who Vera is."""
    found, _ = await shop.kept.lists.conversations(person, Wanted(), None, 10)
    return [one.id for one in found], await shop.kept.lists.sees_visitor(person, "v_vera")


async def test_only_who_is_asked_answers_and_only_its_agent_or_a_supervisor_withdraws(shop: Shop) -> None:
    sam = await shop.kept.people.add_person("sam@shop.example", "Sam", "supervisor")
    conversation = await asked(shop)
    cleo = await shop.kept.people.add_person("cleo@shop.example", "Cleo", "agent")
    for answer in (hand_over.accepts, hand_over.declines):
        assert isinstance(await refused(shop, conversation, answer(shop.desk, cleo, conversation)), Conflict)
    why = await refused(shop, conversation, hand_over.withdraws(shop.desk, cleo, conversation))
    assert isinstance(why, Forbidden)
    await hand_over.withdraws(shop.desk, sam, conversation)
    assert stands(shop, conversation).asked_colleague is None


async def test_one_colleague_is_asked_at_a_time(shop: Shop) -> None:
    conversation = await asked(shop)
    cleo = await shop.kept.people.add_person("cleo@shop.example", "Cleo", "agent")
    await online(shop, "Cleo")
    why = await refused(
        shop, conversation, hand_over.asks(shop.desk, shop.person("Ada"), conversation, cleo.id, None)
    )
    assert why.details["asked"] == {"id": shop.person("Ben").id, "name": "Ben"}


async def test_asking_lapses_with_what_it_was_asked_for(shop: Shop) -> None:
    conversation = await asked(shop)
    await agent.resolves(shop.desk, shop.person("Ada"), conversation, "solved")
    await refused(shop, conversation, hand_over.accepts(shop.desk, shop.person("Ben"), conversation))
    await later(shop, 61)
    assert await happened(shop, conversation, TransferDeclined) == []


@pytest.mark.parametrize("warm", [False, True])
async def test_nobody_transfers_to_himself_to_who_has_it_to_the_disabled_or_to_nobody(
    shop: Shop, warm: bool
) -> None:
    await online(shop, "Ada", "Ben")
    conversation = await answered(shop)
    olga = await shop.kept.people.add_person("olga@shop.example", "Olga", "admin")
    gone = await shop.kept.people.add_person("gone@shop.example", "Gone", "agent")
    await shop.kept.people.change_person(gone.id, {"disabled": True})

    async def gives(by: Person, to: str) -> Refusal:
        if warm:
            return await refused(shop, conversation, hand_over.asks(shop.desk, by, conversation, to, None))
        return await refused(
            shop, conversation, hand_over.transfers(shop.desk, by, conversation, to, None, None)
        )

    ada, ben = shop.person("Ada"), shop.person("Ben")
    assert isinstance(await gives(ada, ada.id), Invalid)
    assert isinstance(await gives(ben, ben.id), Invalid)
    assert "disabled" in (await gives(ada, gone.id)).message
    assert isinstance(await gives(ada, "a_nobody"), NotFound)
    if not warm:
        assert (await gives(olga, ada.id)).details["owner"] == {"id": ada.id, "name": "Ada"}


async def test_nobody_is_asked_who_is_offline_nor_about_what_nobody_has(shop: Shop) -> None:
    await online(shop, "Ada")
    conversation, ada, ben = await answered(shop), shop.person("Ada"), shop.person("Ben")
    why = await refused(shop, conversation, hand_over.asks(shop.desk, ada, conversation, ben.id, None))
    assert why.details == {"status": "offline"}
    await online(shop, "Ben")
    free = await opened(shop, "Wanda")
    await refused(shop, free, hand_over.asks(shop.desk, ada, free, ben.id, None))
    with pytest.raises(Invalid):
        await hand_over.asks(shop.desk, ada, conversation, None, None)


async def test_another_sites_team_and_its_agents_are_foreign(shop: Shop) -> None:
    await online(shop, "Ada")
    conversation, ada = await answered(shop), shop.person("Ada")
    nora, night = await of_another_shop(shop)
    for doing in (
        hand_over.transfers(shop.desk, ada, conversation, None, night, None),
        hand_over.transfers(shop.desk, ada, conversation, nora.id, None, None),
        hand_over.asks(shop.desk, ada, conversation, nora.id, None),
    ):
        assert isinstance(await refused(shop, conversation, doing), Invalid)


async def test_what_a_site_reaches_by_overflow_or_a_topic_is_its_own(shop: Shop) -> None:
    await online(shop, "Ada")
    conversation, ada, own = await answered(shop), shop.person("Ada"), shop.site.team or ""
    _, night = await of_another_shop(shop)
    await shop.kept.people.change_team(own, {"rules": {"overflow_to": night}})
    await hand_over.transfers(shop.desk, ada, conversation, None, night, None)
    assert stands(shop, conversation).waiting == "queue"


async def test_a_site_that_names_no_team_takes_whoever_there_is(shop: Shop) -> None:
    await online(shop, "Ada")
    await shop.kept.people.change_site(shop.site.id, {"team": None})
    conversation, ada = await answered(shop), shop.person("Ada")
    nora, night = await of_another_shop(shop)
    await hand_over.transfers(shop.desk, ada, conversation, nora.id, None, None)
    await hand_over.transfers(shop.desk, ada, conversation, None, night, None)
    assert stands(shop, conversation).waiting == "queue"


async def test_a_team_that_no_site_names_is_everybodys(shop: Shop) -> None:
    await online(shop, "Ada")
    conversation = await answered(shop)
    depot = await shop.kept.people.add_team("Depot")
    await hand_over.transfers(shop.desk, shop.person("Ada"), conversation, None, depot.id, "Their parcel")
    now = stands(shop, conversation)
    assert (now.team, now.agent, now.waiting) == (depot.named, None, "queue")


async def test_a_second_agent_who_answers_changes_neither_owner_nor_first_reply(shop: Shop) -> None:
    await online(shop, "Ada", "Ben")
    conversation = await answered(shop)
    await agent.says(shop.desk, shop.person("Ben"), conversation, message("Ben here, too."))
    assert stands(shop, conversation).agent == shop.person("Ada").named
    said = await happened(shop, conversation, MessageSent)
    first = next(event for event in said if event.by.kind == "agent")
    assert first.by.name == "Ada"
