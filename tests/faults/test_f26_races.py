"""F26: everybody wants the same conversation at the same moment. One gets it, the others are told who."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.clock import wall_clock
from server.store.kept import Kept
from server.store.rebuild import differences
from tests.faults.client import Agent, Client, Patience, Visitor, Wish
from tests.faults.server_under_test import Server, UnderTest
from tests.faults.workload import Workload, is_long, plan_for, workload

AGENTS = 20
AT_ONCE = 10
ROUNDS = 20
LONG_ROUNDS = 1000
CALM = Patience(ack=30, connect=30, silent=60)


async def test_of_twenty_who_take_the_same_chat_one_has_it_and_the_others_are_told_who(
    under_test: UnderTest, tmp_path: Path
) -> None:
    async with at_work(under_test, tmp_path, seed=2601) as (w, server):
        await all_do(w, w.agents, "status", status="away")
        for _ in range(batches()):
            conversations = await begun(w)
            takes = [
                (agent, wished(agent, "take", conversation=conversation))
                for agent in shuffled(w)
                for conversation in conversations
            ]
            await w.answered()
            for conversation in conversations:
                one_has_it(conversation, takes)
            await over(w, conversations)
    await is_clean(w, server)


async def test_assignment_transfer_leaving_and_the_visitors_end_leave_one_owner_or_none(
    under_test: UnderTest, tmp_path: Path
) -> None:
    async with at_work(under_test, tmp_path, seed=2602) as (w, server):
        for _ in range(batches()):
            conversations = await begun(w)
            await taken(w, conversations)
            wishes = in_a_muddle(w, conversations)
            await w.answered()
            for agent, wish in wishes:
                is_told_why(agent, wish)
            await all_do(w, w.agents, "status", status="online")
            await over(w, conversations)
    await is_clean(w, server)


@asynccontextmanager
async def at_work(under_test: UnderTest, folder: Path, seed: int) -> AsyncIterator[tuple[Workload, Server]]:
    """Twenty agents and ten visitors, who do nothing by themselves."""
    plan = plan_for(seed=seed, visitors=AT_ONCE, agents=AGENTS, window=64)
    plan = replace(plan, visitors=AT_ONCE, agents=AGENTS, window=64, patience=CALM, settle=120)
    server = await under_test(agents=AGENTS)
    async with workload(server, plan, folder) as w:
        yield w, server


def batches() -> int:
    return (LONG_ROUNDS if is_long() else ROUNDS) // AT_ONCE


async def begun(w: Workload) -> list[str]:
    """A conversation of each visitor that nobody has had yet."""
    said = [wished(visitor, "say", text="Hello") for visitor in w.visitors]
    await w.answered()
    return [str(result(wish)["conversation"]) for wish in said]


async def over(w: Workload, conversations: list[str]) -> None:
    """For good: the next word opens a new one. Whoever ended it already, it is opened for that."""
    first = w.agents[0]
    for conversation in conversations:
        wished(first, "reopen", conversation=conversation)
        wished(first, "resolve", conversation=conversation, reason="duplicate")
    await w.answered()


async def all_do(w: Workload, clients: list[Agent], do: str, **payload: Any) -> None:
    for client in clients:
        wished(client, do, **payload)
    await w.answered()


async def taken(w: Workload, conversations: list[str]) -> None:
    """Every second one, by somebody."""
    for conversation in conversations[::2]:
        wished(w.chance.choice(w.agents), "take", conversation=conversation)
    await w.answered()


def in_a_muddle(w: Workload, conversations: list[str]) -> list[tuple[Client, Wish]]:
    """Of each conversation several things at once, by whoever comes along; some go away or come back."""
    wishes: list[tuple[Client, Wish]] = []
    for visitor, conversation in zip(w.visitors, conversations, strict=True):
        for agent, other in zip(*(w.chance.sample(w.agents, 6) for _ in range(2)), strict=True):
            for who, do, more in w.chance.choice(ways_of(agent, other)):
                where = {} if do == "status" else {"conversation": conversation}
                wishes.append((who, wished(who, do, **where, **more)))
        wishes.append((visitor, _of_visitor(visitor, w.chance)))
    return wishes


def ways_of(agent: Agent, other: Agent) -> list[list[tuple[Agent, str, dict[str, Any]]]]:
    to = {"agent": other.person}
    ways: list[list[tuple[Agent, str, dict[str, Any]]]] = [
        [(agent, "take", {})],
        [(agent, "say", {"text": "I will look"})],
        [(agent, "resolve", {"reason": "solved"})],
        *([(agent, "status", {"status": status})] for status in ("offline", "away", "online")),
    ]
    if agent is not other:
        ways += [
            [(agent, "transfer", to)],
            [(agent, "transfer", {**to, "warm": True}), (other, "accept", {})],
            [(agent, "transfer", {**to, "warm": True}), (other, "decline", {}), (agent, "withdraw", {})],
        ]
    return ways


def _of_visitor(visitor: Visitor, chance: random.Random) -> Wish:
    return wished(visitor, "end") if chance.random() < 0.5 else wished(visitor, "say", text="Hello?")


def one_has_it(conversation: str, takes: list[tuple[Agent, Wish]]) -> None:
    of_it = [(agent, result(wish)) for agent, wish in takes if wish.payload["conversation"] == conversation]
    winners = [agent for agent, answer in of_it if answer["ok"]]
    assert len(winners) == 1
    for agent, answer in of_it:
        if agent is not winners[0]:
            error = answer["error"]
            assert (error["code"], error["owner"]["id"]) == ("conflict", winners[0].person)


def is_told_why(client: Client, wish: Wish) -> None:
    answer = result(wish)
    if answer["ok"]:
        return
    assert answer["error"]["code"] in codes_of(wish.do), (client.name, wish.do, answer)
    if wish.do == "take":
        assert "owner" in answer["error"] or answer["error"]["status"] == "resolved"


def codes_of(do: str) -> tuple[str, ...]:
    return {"end": ("not_found",), "withdraw": ("conflict", "forbidden")}.get(do, ("conflict",))


def shuffled(w: Workload) -> list[Agent]:
    return w.chance.sample(w.agents, len(w.agents))


def wished(client: Client, do: str, **payload: Any) -> Wish:
    client.wish(do, **payload)
    return client.outbox[-1]


def result(wish: Wish) -> dict[str, Any]:
    assert wish.answer is not None
    answer: dict[str, Any] = wish.answer.result()
    return answer


async def is_clean(w: Workload, server: Server) -> None:
    """Nothing that the checker finds; and what is stored is what the timelines say, byte for byte."""
    w.verdict(server).must_be_clean()
    await server.stop()
    kept = Kept(server.database_url, wall_clock)
    await kept.start()
    try:
        calendars = kept.directory.calendars_ever
        assert [line async for line in differences(kept.database, calendars)] == []
    finally:
        await kept.stop()
