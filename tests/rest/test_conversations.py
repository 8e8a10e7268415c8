"""Conversations as lists, timelines and transcripts: whoever may see them, and nothing more."""

from itertools import product

import pytest

from server.core.access import may_see
from server.desk.back_office import Wanted
from tests.house import Client
from tests.rest.asking import Asking, Office, open_office

CANARY = "the customer is a friend of the boss"
NASTY = (
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</li></ol><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "javascript:alert(1)",
    "&lt;script&gt;",
    "]]><!--",
)


async def ada_with_a_note(office: Office, conversation: str) -> Client:
    ada = await office.running.agent(office.running.ada)
    assert (await ada.call("take", {"conversation": conversation}))["ok"]
    assert (await ada.say("It left yesterday.", conversation=conversation))["ok"]
    note = {"conversation": conversation, "id": "5f0c9f0e-0d2b-4d0e-9d3c-0f3c1a1f9b11", "text": CANARY}
    assert (await ada.call("note", note))["ok"]
    return ada


async def test_a_conversation_is_listed_by_view_status_and_whose_it_is(office_on_each: Office) -> None:
    _, _, hers = await office_on_each.vera_says()
    _, _, wandas = await office_on_each.vera_says("I am Wanda")
    ada = await ada_with_a_note(office_on_each, hers)
    asking = office_on_each.program(office_on_each.running.ada)
    assert await listed(asking, "") == [hers, wandas]
    assert await listed(asking, "view=mine") == [hers]
    assert await listed(asking, "view=unassigned") == [wandas]
    assert await listed(asking, f"agent={office_on_each.running.ada.id}&status=open") == [hers]
    state = (await asking.get(f"/conversations/{hers}")).json
    assert await listed(asking, f"visitor={state['visitor']['id']}&site={state['site']}") == [hers]
    await ada.call("resolve", {"conversation": hers, "reason": "solved"})
    assert await listed(asking, "status=resolved") == [hers]
    assert await listed(asking, "status=open&team=t_first") == [wandas]
    resolved = (await asking.get(f"/conversations/{hers}")).json
    assert (resolved["status"], resolved["resolved_reason"]) == ("resolved", "solved")


async def listed(asking: Asking, query: str) -> list[str]:
    answer = await asking.get(f"/conversations?{query}")
    assert answer.status == 200, answer.text
    return [state["id"] for state in answer.json["items"]]


async def test_pages_are_complete_and_nothing_is_in_two(office_on_each: Office) -> None:
    begun = [(await office_on_each.vera_says(f"Number {number}"))[2] for number in range(7)]
    asking = office_on_each.program(office_on_each.running.sam)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = f"/conversations?limit=2&cursor={cursor}" if cursor else "/conversations?limit=2"
        page = (await asking.get(query)).json
        assert len(page["items"]) <= 2
        seen += [state["id"] for state in page["items"]]
        cursor = page["next"]
    assert sorted(seen) == sorted(begun)


async def test_the_list_of_each_is_what_each_may_see(office_on_each: Office) -> None:
    """The database's words for it and the core's must agree."""
    kept, running = office_on_each.kept, office_on_each.running
    nobodys_team = await kept.people.add_site("Kiosk", [])
    await kept.people.change_site(nobodys_team.id, {"team": None})
    shops = await kept.people.add_site("Returns desk", [])
    await kept.people.change_site(shops.id, {"team": office_on_each.returns.id})
    # While she is of both, Ada may be given those of either.
    await kept.people.change_person(running.ada.id, {"teams": ["t_first", office_on_each.returns.id]})
    begun = [(await office_on_each.vera_says())[2]]
    for site, taken in product((nobodys_team, shops, running.site), (True, False)):
        running.site = kept.directory.sites[site.id]
        conversation = (await office_on_each.vera_says())[2]
        begun.append(conversation)
        if taken:
            sam = await running.agent(running.sam)
            who = {"conversation": conversation, "agent": running.ada.id}
            assert (await sam.call("transfer", who))["ok"]
    found = [await running.house.desk.conversation(conversation) for conversation in begun]
    for person in (running.ada, running.ben, running.sam, office_on_each.olga):
        person = kept.directory.people[person.id]
        rows, _ = await kept.lists.conversations(person, Wanted(), None, 100)
        assert {row.id for row in rows} == {one.id for one in found if may_see(person, one)}
    assert 0 < sum(may_see(kept.directory.people[running.ben.id], one) for one in found) < len(found)


async def test_events_are_read_from_a_number_on(office: Office) -> None:
    _, _, conversation = await office.vera_says()
    await ada_with_a_note(office, conversation)
    asking = office.program(office.running.ada)
    whole = (await asking.get(f"/conversations/{conversation}/events")).json
    numbers = [event["seq"] for event in whole["events"]]
    assert numbers == list(range(1, whole["upto"] + 1))
    assert CANARY in str(whole)
    rest = (await asking.get(f"/conversations/{conversation}/events?after={numbers[-3]}")).json
    assert [event["seq"] for event in rest["events"]] == numbers[-2:]
    assert rest["upto"] == whole["upto"]
    for wrong in ("-1", "x", "1.5", "99999999999999999"):
        assert (await asking.get(f"/conversations/{conversation}/events?after={wrong}")).status == 422


@pytest.mark.parametrize("kind", ["txt", "html"])
async def test_a_visitor_reads_what_was_said_without_the_notes(office: Office, kind: str) -> None:
    _, token, conversation = await office.vera_says()
    _, wandas, _ = await office.vera_says("I am Wanda")
    await ada_with_a_note(office, conversation)
    path = f"/conversations/{conversation}/transcript.{kind}"
    hers = await office.with_token(token).get(path)
    for text in ("Where is my order?", "It left yesterday.", "Ada"):
        assert text in hers.text
    assert CANARY not in hers.text
    assert "shop.example" not in hers.text, "no address of an agent"
    assert CANARY in (await office.program(office.running.ada).get(path)).text
    for stranger in (office.with_token(wandas), office.program(office.running.ben)):
        assert (await stranger.get(path)).code == "not_found"
    assert (await office.anybody().get(path)).code == "unauthorized"
    assert (await office.program(office.running.ada).get(path.replace(kind, "pdf"))).status == 404


async def test_what_people_write_is_text_in_a_transcript(office: Office) -> None:
    vera, token, conversation = await office.vera_says()
    for text in NASTY:
        await vera.say(text)
    await vera.call("details", {"name": NASTY[0]})
    ada = await office.running.agent(office.running.ada)
    await ada.say(NASTY[2], conversation=conversation)
    for asking in (office.with_token(token), office.program(office.running.ada)):
        page = await asking.get(f"/conversations/{conversation}/transcript.html")
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        for part in ("<script", "<img", "<svg", "<!--", "</ol><"):
            assert part not in page.text.replace("</ol></main>", "")
        assert "&lt;img src=x onerror=alert(1)&gt;" in page.text
        assert "&amp;lt;script&amp;gt;" in page.text
        plain = await asking.get(f"/conversations/{conversation}/transcript.txt")
        assert plain.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert all(text in plain.text for text in NASTY)


async def test_what_is_known_of_a_visitor_is_for_those_who_see_a_conversation_of_his(office: Office) -> None:
    vera, _, _ = await office.vera_says()
    details = {"name": "Vera", "email": "vera@shop.example", "phone": "+49 30 1", "fields": {"order": "1234"}}
    assert (await vera.call("details", details))["ok"]
    visitor = (await vera.heard("welcome"))["visitor"]["id"]
    seen = (await office.program(office.running.ada).get(f"/visitors/{visitor}")).json
    assert {name: seen[name] for name in details} == details
    assert (seen["online"], seen["verified"]) == (True, False)
    assert "token" not in str(seen)
    assert (await office.program(office.running.ben).get(f"/visitors/{visitor}")).code == "not_found"
    await vera.disconnect()
    while office.running.house.floor.guests:
        await office.anybody().get("//healthz")
    assert (await office.program(office.running.ada).get(f"/visitors/{visitor}")).json["online"] is False


async def test_colleagues_are_those_who_still_work_here(office: Office) -> None:
    await office.kept.people.change_person(office.running.ben.id, {"disabled": True})
    ada = await office.running.agent(office.running.ada)
    await ada.call("status", {"status": "online"})
    found = (await office.program(office.running.ada).get("/colleagues")).json
    names = {one["name"]: one["status"] for one in found["items"]}
    assert names == {"Ada": "online", "Olga": "offline", "Sam": "offline"}
    assert [team["name"] for team in found["teams"]] == ["Returns", "Support"]
    assert "email" not in str(found)


async def test_the_board_says_who_waits_and_who_works(office: Office) -> None:
    await office.vera_says()
    _, _, hers = await office.vera_says()
    await ada_with_a_note(office, hers)
    board = (await office.program(office.running.sam).get("/queue")).json
    assert (board["waiting"], board["active"]) == (1, 1)
    assert {agent["name"]: agent["taken"] for agent in board["agents"]}["Ada"] == 1
    assert board["today"]["volume"]["value"] == 2


@pytest.mark.parametrize(
    ("mode", "kept"), [("full", "203.0.113.77"), ("truncated", "203.0.113.0"), ("none", None)]
)
async def test_an_address_is_shortened_before_it_is_kept(
    tmp_path: object, mode: str, kept: str | None
) -> None:
    url = f"sqlite:///{tmp_path}/house.db"
    async with open_office(url, trusted_proxies=1) as office:
        await office.kept.people.change_site(office.running.site.id, {"address": mode})
        vera = Client("/visitor")
        headers = {"X-Forwarded-For": "203.0.113.77"}
        await vera.connect(office.running.url, {"site": office.running.site.key}, headers=headers)
        said = await vera.say("Hello")
        stored = str(await office.rows())
        assert ("203.0.113.77" in stored) == (mode == "full")
        path = f"/conversations/{said['conversation']}/events"
        first = (await office.program(office.running.ada).get(path)).json["events"][0]
        assert first["address"] == kept
        await vera.disconnect()
