"""F29 against the real server: whoever joined at any moment and heard the rest has it all."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from server.core.audience import visitor_sees
from server.core.conversation import replay
from server.core.wire import from_wire
from server.desk import states
from tests.house import Client, Running
from tests.houses import patient_house_on_each

__all__ = ["patient_house_on_each"]

STEPS = 40
SEEDS = (1, 2, 3)

Told = dict[str, Any]
Does = Callable[[], Awaitable[object]]


@dataclass
class Held:
    """What a screen has: what it was given when it came, and the events that it heard since."""

    client: Client
    given: list[Told]
    heard_from: int

    @property
    def events(self) -> list[Told]:
        live = [told for name, told in self.client.told[self.heard_from :] if name == "event"]
        found = {event["seq"]: event for event in [*self.given, *live] if event["conversation"] is not None}
        return [found[seq] for seq in sorted(found)]

    async def asks_for_the_beginning(self, conversation: str) -> None:
        """A visitor who came when his last conversation was over was told nothing of it. As the widget does,
        he asks once he hears of it again."""
        if not self.given:
            caught_up = await self.client.call("catch_up", {"conversation": conversation, "after": 0})
            self.given = caught_up["events"]


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_snapshot_of_any_moment_and_what_follows_is_a_fresh_load(
    patient_house_on_each: Running, seed: int
) -> None:
    house = patient_house_on_each
    chance = random.Random(seed)
    vera = await house.vera()
    token = (await vera.heard("welcome"))["token"]
    ada, ben = await house.agent(house.ada), await house.agent(house.ben)
    await ada.call("status", {"status": "online"})
    conversation = (await vera.say("Where is my order?"))["conversation"]

    joined = [await opened(ada, conversation)]
    for step in range(STEPS):
        await chance.choice(deeds(vera, ada, ben, conversation, chance))()
        if step % 8 == 3:
            joined.append(await came_in(house, token))
            joined.append(
                await opened(await house.agent(chance.choice([house.ada, house.sam])), conversation)
            )
    end = (await ada.call("note", said(conversation, chance, "The end.")))["seq"]
    last = (await ben_says_to_all(ada, vera, conversation, chance))["seq"]

    fresh = await ada.call("open", {"conversation": conversation, "after": 0})
    assert fresh["upto"] == last > end
    folded = replay(from_wire(event) for event in fresh["events"])
    assert states.for_agents(folded, house.house.desk.floor) == fresh["conversation"]
    for_visitors = await vera.call("catch_up", {"conversation": conversation, "after": 0})
    assert [event["seq"] for event in for_visitors["events"]] == [
        event["seq"] for event in fresh["events"] if visitor_sees(from_wire(event))
    ]
    for screen in joined:
        await screen.client.heard("event", lambda event: event["seq"] == last)
        await screen.asks_for_the_beginning(conversation)
        whole = for_visitors if screen.client.namespace == "/visitor" else fresh
        assert screen.events == whole["events"]


async def came_in(house: Running, token: str) -> Held:
    """Another tab of hers."""
    vera = await house.vera(token=token)
    return Held(vera, list((await vera.heard("welcome"))["events"]), 0)


async def opened(agent: Client, conversation: str) -> Held:
    heard_from = len(agent.told)
    given = await agent.call("open", {"conversation": conversation, "after": 0})
    return Held(agent, given["events"], heard_from)


async def ben_says_to_all(agent: Client, vera: Client, conversation: str, chance: random.Random) -> Told:
    """Something that everybody hears last."""
    await agent.call("reopen", {"conversation": conversation})
    return await agent.call("say", said(conversation, chance, "Good-bye."))


def said(conversation: str, chance: random.Random, text: str) -> Told:
    digits = f"{chance.getrandbits(128):032x}"
    id_ = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    return {"conversation": conversation, "id": id_, "text": text}


def deeds(vera: Client, ada: Client, ben: Client, conversation: str, chance: random.Random) -> list[Does]:
    """What may happen next; the server refuses what does not fit, and then nothing has happened."""
    here = {"conversation": conversation}
    agent = chance.choice([ada, ben])
    seq = chance.randrange(1, 30)
    at_work: list[tuple[str, Told]] = [
        ("say", said(conversation, chance, "Let me look.")),
        ("note", said(conversation, chance, "A returning customer.")),
        ("take", here),
        ("tag", {**here, "tags": chance.sample(["order", "late", "gift"], 2)}),
        ("snooze", {**here, "for": 3600}),
        ("resolve", here),
        ("reopen", here),
        ("spam", here),
        ("read", {**here, "seq": seq}),
    ]
    her: list[tuple[str, Told]] = [
        ("say", {key: value for key, value in said("", chance, "Hello?").items() if key != "conversation"}),
        ("details", {"name": "Vera", "email": "vera@example.com"}),
        ("read", {"seq": seq}),
        ("ask_human", {}),
        ("rate", {**here, "score": 4}),
    ]

    def asks(client: Client, command: str, payload: Told) -> Does:
        return lambda: client.call(command, payload)

    return [asks(agent, *deed) for deed in at_work] + 2 * [asks(vera, *deed) for deed in her]
