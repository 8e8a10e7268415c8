"""Which pages may connect (TRUST S16), and what is left to somebody who may not work here any more (S06)."""

import asyncio
import json
from uuid import uuid4

import aiohttp

from tests.house import Running
from tests.raw_socket import raw_socket

FOREIGN = (
    "null",
    "",
    "https://evil.example",
    "https://shop.example.evil.example",
    "https://evil.shop.example",
    "https://evilshop.example",
    "https://shop.example:8443",
    "https://shop.example.",
    "https://shop.example/",
    "http://shop.example",
    "https://SHOP.example",
    "https://sh\u00f6p.example",
    "https://shop.example, https://evil.example",
)


async def joins(house: Running, namespace: str, auth: dict[str, str], **headers: str) -> str:
    """`joined`, or the code of the refusal."""
    async with raw_socket(house.url, **headers) as raw:
        frame = await raw.join(namespace, auth)
        if frame.startswith("40"):
            return "joined"
        return str(json.loads(frame.partition(",")[2])["data"]["code"])


async def test_a_page_of_another_origin_may_not_connect_a_visitor(house: Running) -> None:
    auth = {"site": house.site.key}
    assert await joins(house, "/visitor", auth) == "joined"
    assert await joins(house, "/visitor", auth, Origin="https://shop.example") == "joined"
    assert await joins(house, "/visitor", auth, Origin=house.url) == "joined"
    for origin in FOREIGN:
        assert await joins(house, "/visitor", auth, Origin=origin) == "forbidden", origin


async def test_the_origin_of_one_site_is_none_of_anothers(house: Running) -> None:
    other = await house.house.kept.people.add_site("Other", ["https://other.example"])
    auth = {"site": other.key}
    assert await joins(house, "/visitor", auth, Origin="https://other.example") == "joined"
    assert await joins(house, "/visitor", auth, Origin="https://shop.example") == "forbidden"
    assert await joins(house, "/visitor", {"site": "no such key"}) == "not_found"


async def test_agents_connect_from_the_console_only_and_with_more_than_a_cookie(house: Running) -> None:
    auth = {"token": house.tokens[house.ada.id]}
    assert await joins(house, "/agent", auth) == "joined"
    assert await joins(house, "/agent", auth, Origin=house.url) == "joined"
    for origin in (*FOREIGN, "https://shop.example"):
        assert await joins(house, "/agent", auth, Origin=origin) == "forbidden", origin
    for wrong in (
        {},
        {"csrf": "x"},
        {"token": ""},
        {"token": "x"},
        {"token": house.tokens[house.ada.id][:-1]},
    ):
        assert await joins(house, "/agent", wrong, Cookie="session=x") == "unauthorized", wrong
    assert await joins(house, "/supervisor", auth) == "forbidden"


async def test_polling_from_a_foreign_page_is_refused_in_the_same_way(house: Running) -> None:
    async with aiohttp.ClientSession(headers={"Origin": "https://evil.example"}) as session:
        address = f"{house.url}/socket.io/?EIO=4&transport=polling"
        opened = await (await session.get(address)).text()
        address += f"&sid={json.loads(opened[1:])['sid']}"
        await session.post(address, data=f"40/visitor,{json.dumps({'site': house.site.key})}")
        answer = await session.get(address)
        assert json.loads((await answer.text()).partition(",")[2])["data"]["code"] == "forbidden"
        assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_a_token_of_another_site_brings_a_new_visitor(house: Running) -> None:
    vera = await house.vera()
    welcome = await vera.heard("welcome")
    other = await house.house.kept.people.add_site("Other", ["https://other.example"])
    for token in (welcome["token"], "never given", welcome["token"][:-1]):
        stranger = await house.vera(token, site=other.key)
        found = await stranger.heard("welcome")
        assert found["visitor"]["id"] != welcome["visitor"]["id"]
        assert found["token"] != token
        assert found["conversation"] is None


async def test_who_is_revoked_is_cut_off_and_his_visitors_go_back_to_the_queue(
    house_on_each: Running,
) -> None:
    house = house_on_each
    vera = await house.vera()
    conversation = (await vera.say("Hello"))["conversation"]
    async with raw_socket(house.url) as ada:
        await ada.join("/agent", {"token": house.tokens[house.ada.id]})
        there = {"conversation": conversation}
        assert (await ada.call("/agent", 1, json.dumps(["take", there])))["ok"]
        await house.house.kept.people.change_person(house.ada.id, {"disabled": True})
        message = {**there, "id": str(uuid4()), "text": "One last word"}
        late = await ada.call("/agent", 2, json.dumps(["say", message]))
        assert late["error"]["code"] == "not_found"
        await house.house.revoke(house.ada.id)
        await ada.until(lambda frame: frame.startswith('42/agent,["revoked"'))
        await ada.closed()
    assert (await vera.event("queued", lambda e: e["reason"] == "agent_gone"))["seq"]
    assert await joins(house, "/agent", {"token": house.tokens[house.ada.id]}) == "unauthorized"
    assert all(event.get("text") != "One last word" for event in vera.events())


async def test_who_is_disabled_on_another_node_is_cut_off_at_the_next_look(house: Running) -> None:
    async with raw_socket(house.url) as ada:
        await ada.join("/agent", {"token": house.tokens[house.ada.id]})
        await house.house.kept.people.change_person(house.ada.id, {"disabled": True})
        await house.house.look_elsewhere()
        await ada.closed()


async def test_closing_one_does_not_disturb_the_others(house: Running) -> None:
    ben = await house.agent(house.ben)
    ada = await house.agent(house.ada)
    await asyncio.gather(house.house.revoke(house.ada.id), ben.call("status", {"status": "online"}))
    await ada.heard("revoked")
    vera = await house.vera()
    await vera.say("Hello")
    assert (await vera.event("assigned"))["agent"]["name"] == "Ben"
