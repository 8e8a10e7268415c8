"""F23: a command is cancelled at each of the moments at which it waits. What is stored of it is told."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from itertools import count
from typing import Any

import pytest

from server.core.audience import visitor_sees
from tests.faults.shop import message, until_acknowledged
from tests.faults.waiting import until
from tests.house import Client, Running

Command = Callable[[dict[str, str]], Coroutine[Any, Any, Any]]


class CancelledAt:
    """Awaits `work`, whose task is cancelled when it waits for the `moment`th time."""

    def __init__(self, work: Coroutine[Any, Any, Any], moment: int) -> None:
        self.is_cancelled = False
        self._work = work
        self._moment = moment

    def __await__(self) -> Generator[Any, Any, None]:
        step: Callable[[], Any] = lambda: self._work.send(None)  # noqa: E731
        for moment in count(1):
            try:
                waits_for = step()
            except StopIteration:
                return
            if moment == self._moment:
                self.is_cancelled = True
                task = asyncio.current_task()
                assert task is not None
                task.cancel()
            try:
                yield waits_for
                step = lambda: self._work.send(None)  # noqa: E731
            except BaseException as problem:
                step = lambda problem=problem: self._work.throw(problem)  # type: ignore[misc]  # noqa: E731


async def cancelled_at(moment: int, work: Coroutine[Any, Any, Any]) -> bool:
    """False: it never waited so often, and has come to its end."""
    carried_out = CancelledAt(work, moment)

    async def carry_out() -> None:
        await carried_out

    task = asyncio.create_task(carry_out())
    await asyncio.wait([task])
    assert task.cancelled() or task.exception() is None, task.exception()
    return carried_out.is_cancelled


async def first_word(house: Running) -> tuple[Client, Client, Command]:
    vera = await house.vera()
    return vera, vera, of(house, vera)


async def next_word(house: Running) -> tuple[Client, Client, Command]:
    vera = await house.vera()
    await vera.say("Hello")
    return vera, vera, of(house, vera)


async def answer(house: Running) -> tuple[Client, Client, Command]:
    """An agent's, and the conversation becomes hers by it."""
    vera, ada = await house.vera(), await house.agent(house.ada)
    conversation = (await vera.say("Hello"))["conversation"]
    says = of(house, ada)
    return vera, ada, lambda one: says({**one, "conversation": conversation})


def of(house: Running, client: Client) -> Command:
    namespace = house.house.sio.namespace_handlers[client.namespace]
    return lambda one: namespace.trigger_event("say", client.sid, one)


@pytest.mark.parametrize("begun", [first_word, next_word, answer])
async def test_whatever_is_stored_of_a_cancelled_command_is_told_once_and_in_order(
    patient_house_on_each: Running,
    begun: Callable[[Running], Awaitable[tuple[Client, Client, Command]]],
) -> None:
    house = patient_house_on_each
    for moment in count(1):
        vera, sender, command = await begun(house)
        one = message("Is it there?")
        was_cancelled = await cancelled_at(moment, command(one))
        await everybody_is_told_what_is_stored(house, vera)
        again = one if sender is vera else {**one, "conversation": vera.events()[0]["conversation"]}
        assert await until_acknowledged(sender, again) == 1
        await everybody_is_told_what_is_stored(house, vera)
        assert [event["id"] for event in vera.events()].count(one["id"]) == 1
        if not was_cancelled:
            break
    assert moment > 1


async def everybody_is_told_what_is_stored(house: Running, vera: Client) -> None:
    """As soon as all is written that waits for it, and the next look has been taken."""
    timeline = house.house.kept.timeline
    await timeline.writer.run(lambda _: None)
    await house.house.look_elsewhere()
    conversation = await timeline.last_of((await vera.heard("welcome"))["visitor"]["id"])
    stored = [] if conversation is None else await timeline.events(conversation.id)
    should = [event.seq for event in stored if visitor_sees(event)]
    await until(lambda: len(vera.events()) >= len(should))
    assert [event["seq"] for event in vera.events()] == should
