"""Visitors and agents of the demo, through real sockets and faster than life."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from random import Random

import pytest_asyncio
import socketio

from bot.butler import decide
from server.core import events as e
from server.core.conversation import Conversation
from server.demo.cast import SITE_KEY, WORKERS
from server.demo.fill import fill
from server.demo.live import PLAYED, Company
from server.demo.live_agent import LiveAgent
from server.demo.live_visitor import LiveVisitor
from server.demo.pace import Pace
from server.demo.talk.spoken import TALKS
from tests.house import Running

FAST = 0.02
BEN = WORKERS[1]
IN_TIME = 60  # s, on a busy machine


@pytest_asyncio.fixture
async def shop(patient_house: Running) -> AsyncIterator[Running]:
    """Open around the clock, with a short past."""
    kept = patient_house.house.kept
    await fill(kept, 1, patient_house.clock(), decide, "kettle-and-pot", lambda *_: None, 5)
    await kept.people.set_hours("s_demo", None)
    yield patient_house


async def ben_at_work(shop: Running) -> "asyncio.Task[None]":
    token = (await shop.house.kept.accounts.add_token(BEN.id, "test"))[1]
    return asyncio.create_task(LiveAgent(shop.url, BEN.id, token, 2, Pace(Random(1), FAST)).works())


async def ends(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def visitor(shop: Running, topic: int = 0) -> LiveVisitor:
    talk = TALKS["en"]
    return LiveVisitor(shop.url, "en", talk, talk.topics[topic], "Vera", Pace(Random(4), FAST))


async def newest(shop: Running) -> tuple[Conversation, list[e.Event]]:
    """The conversation of today, which the past has none of this visitor's name in."""
    changed, _, _ = await shop.house.kept.timeline.changes(0)
    found = max(changed, key=lambda conversation: conversation.started_at)
    return found, await shop.house.kept.timeline.events(found.id)


async def test_a_visitor_asks_ben_answers_and_stars_are_given(shop: Running) -> None:
    ben = await ben_at_work(shop)
    async with asyncio.timeout(IN_TIME):
        await visitor(shop).visits()
    conversation, events = await newest(shop)
    await ends(ben)
    assert conversation.status == "resolved" and conversation.rated is not None
    said = [event.text for event in events if isinstance(event, e.MessageSent) and event.by.kind == "agent"]
    assert said[:3] == [answer for _, answer in TALKS["en"].topics[0].turns]
    assert conversation.visitor.name == "Vera"


async def test_a_visitor_goes_when_nobody_comes(shop: Running) -> None:
    async with asyncio.timeout(IN_TIME):
        await visitor(shop).visits()
    conversation, _ = await newest(shop)
    assert conversation.status == "open" and conversation.agent is None
    assert conversation.said == ("ack.nobody",)


async def test_who_writes_what_nobody_has_learnt_by_heart_is_told_how_to_answer(shop: Running) -> None:
    ben = await ben_at_work(shop)
    client = socketio.AsyncSimpleClient()
    await client.connect(shop.url, namespace="/visitor", auth={"site": SITE_KEY}, transports=["websocket"])
    await client.call("say", {"id": "00000000-0000-4000-8000-000000000001", "text": "Are you real?"})
    async with asyncio.timeout(IN_TIME):
        while True:
            name, event = await client.receive()
            if name == "event" and event["type"] == "message.sent" and event["by"]["kind"] == "agent":
                break
    await client.disconnect()
    await ends(ben)
    assert event["text"] == TALKS["en"].only_acts


async def test_a_company_plays_until_it_is_stopped_and_leaves_ada_to_whoever_looks(shop: Running) -> None:
    accounts = shop.house.kept.accounts
    tokens = {worker.id: (await accounts.add_token(worker.id, "test"))[1] for worker in PLAYED}
    company = Company(shop.url, tokens, 5, scale=FAST, per_minute=2)
    playing = asyncio.create_task(company.plays())
    colleague = await shop.agent(shop.ada)
    state = await colleague.heard("conversation", lambda state: state["agent"] and state["status"] == "open")
    await ends(playing)
    takers = {worker.name for worker in PLAYED}
    assert takers == {"Ben", "Cleo", "Dana", "Emil"}
    assert state["agent"]["name"] in takers
