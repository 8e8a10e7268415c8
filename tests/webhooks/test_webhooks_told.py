"""Programs are told what happens: signed, in order, once, again after a failure, and not for ever."""

import asyncio
import hashlib
import hmac
from typing import Any

from aiohttp import web
from sqlalchemy import select

from server.channels.webhooks.post import HttpPost
from server.desk.outside.hooks import Webhook
from server.jobs.outbox import AGAIN_AFTER
from server.jobs.webhooks import Deliveries
from server.store.outbox import CLAIM, OUTBOX
from tests.rest.asking import Office
from tests.webhooks.receiver import Receiver

ALL = ["alert", "conversation.started", "conversation.resolved", "rated"]
DAY = 86_400_000


async def added(office: Office, receiver: Receiver, *kinds: str) -> dict[str, Any]:
    wish = {"url": receiver.url, "kinds": list(kinds) or ALL}
    answer = await office.program(office.olga).post("/webhooks", wish)
    assert answer.status == 200, answer.text
    return dict(answer.json)


async def looks(office: Office) -> None:
    await office.running.house.webhooks.look()
    await office.running.house.webhooks.settled()


async def passes(office: Office, ms: int) -> None:
    office.running.clock.ahead += ms
    await looks(office)


async def rows(office: Office) -> list[Any]:
    async with office.kept.database.engine.connect() as connection:
        return list((await connection.execute(select(OUTBOX))).all())


async def test_a_program_hears_of_a_conversation_from_its_start_to_its_rating(
    office_on_each: Office, receiver: Receiver
) -> None:
    made = await added(office_on_each, receiver)
    vera, _, conversation = await office_on_each.vera_says("My card is 4111 1111 1111 1111")
    ada = await office_on_each.running.agent(office_on_each.running.ada)
    await ada.call("take", {"conversation": conversation})
    await ada.say("It left yesterday.", conversation=conversation)
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    await vera.call("rate", {"conversation": conversation, "score": 5, "comment": "quick"})
    await looks(office_on_each)
    assert receiver.kinds == ["conversation.started", "conversation.resolved", "rated"]
    for told in receiver.told:
        assert told.json["data"]["conversation"] == conversation
        assert told.headers["Chat-Butler-Signature"] == signed(made["secret"], told)
        assert not {"4111", "card", "quick", "Vera", "left"} & set(told.body.decode().split('"'))
    assert receiver.told[2].json["data"]["score"] == 5
    assert receiver.told[1].json["data"]["agent"] == office_on_each.running.ada.id
    assert await rows(office_on_each) == []


def signed(secret: str, told: Any) -> str:
    """As docs/webhooks.md tells receivers to check it."""
    seconds = told.headers["Chat-Butler-Signature"].split(",")[0].removeprefix("t=")
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + told.body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


async def test_it_hears_only_of_the_kinds_that_it_wants(office: Office, receiver: Receiver) -> None:
    await added(office, receiver, "conversation.resolved")
    vera, *_ = await office.vera_says()
    await vera.call("end", {})
    await looks(office)
    assert receiver.kinds == ["conversation.resolved"]


async def test_what_failed_is_told_again_later_with_the_same_id_and_a_new_time(
    office_on_each: Office, receiver: Receiver
) -> None:
    made = await added(office_on_each, receiver)
    receiver.answers = [500, 301]
    await office_on_each.vera_says()
    await looks(office_on_each)
    await looks(office_on_each)
    assert len(receiver.told) == 1
    [row] = await rows(office_on_each)
    assert (row.attempts, row.last_error) == (1, "it answered 500")
    await passes(office_on_each, 2 * AGAIN_AFTER[0])
    assert (await rows(office_on_each))[0].last_error == "it answered 301; redirects are not followed"
    await passes(office_on_each, 2 * AGAIN_AFTER[1])
    first, second, third = receiver.told
    assert first.body == second.body == third.body
    assert third.headers["Chat-Butler-Signature"] == signed(made["secret"], third)
    assert first.headers["Chat-Butler-Signature"] != third.headers["Chat-Butler-Signature"]
    assert await rows(office_on_each) == []


async def test_what_is_never_taken_is_given_up_and_the_webhook_with_it(
    office: Office, receiver: Receiver
) -> None:
    made = await added(office, receiver)
    olga = office.program(office.olga)
    receiver.answers = [503] * 20
    await office.vera_says()
    await looks(office)
    for wait in AGAIN_AFTER:
        await passes(office, 2 * wait)
    assert len(receiver.told) == len(AGAIN_AFTER) + 1
    shown = (await olga.get(f"/webhooks/{made['id']}")).json
    assert (shown["disabled"], shown["last_error"]) == (True, "it answered 503")
    [dead] = (await olga.get("/outbox?state=dead")).json["items"]
    assert (dead["kind"], dead["webhook"], dead["conversation"]) == ("webhook", made["id"], None)
    await office.vera_says("Another one")
    assert len(await rows(office)) == 1
    receiver.answers = []
    await olga.patch(f"/webhooks/{made['id']}", {"disabled": False})
    assert (await olga.post(f"/outbox/{dead['id']}/retry", {})).status == 200
    await looks(office)
    assert receiver.told[-1].json["id"] == dead["id"]
    assert await rows(office) == []


async def test_with_a_webhook_goes_what_waits_for_it(office_on_each: Office, receiver: Receiver) -> None:
    made = await added(office_on_each, receiver)
    await office_on_each.vera_says()
    assert len(await rows(office_on_each)) == 1
    assert (await office_on_each.program(office_on_each.olga).delete(f"/webhooks/{made['id']}")).status == 200
    assert await rows(office_on_each) == []
    await looks(office_on_each)
    assert receiver.told == []


async def test_a_slow_receiver_holds_up_neither_the_chat_nor_another_receiver(
    office: Office, receiver: Receiver
) -> None:
    go_on = asyncio.Event()

    async def slowly(_: web.Request) -> web.Response:
        await go_on.wait()
        return web.Response()

    await added(office, receiver, "conversation.started")
    receiver.answers = [slowly]
    await office.vera_says()
    await office.running.house.webhooks.look()
    await receiver.gets(1)
    await added(office, receiver, "conversation.resolved")
    vera, *_ = await office.vera_says("Another one")
    await vera.call("end", {})
    await office.running.house.webhooks.look()
    assert (await receiver.gets(2)).json["kind"] == "conversation.resolved"
    go_on.set()
    await office.running.house.webhooks.settled()
    assert receiver.kinds == ["conversation.started", "conversation.resolved", "conversation.started"]


async def test_of_an_endless_answer_only_the_head_is_read_and_none_of_it_is_kept(
    office: Office, receiver: Receiver
) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 65_536)

    made = await added(office, receiver, "conversation.started")
    receiver.answers = [endless, 500]
    tried = await office.program(office.olga).post(f"/webhooks/{made['id']}/test", {})
    assert tried.json == {"status": 200, "problem": None}
    tried = await office.program(office.olga).post(f"/webhooks/{made['id']}/test", {})
    assert tried.json == {"status": None, "problem": "it answered 500"}
    assert receiver.kinds == ["test", "test"]


async def test_a_receiver_that_says_nothing_is_not_waited_for_long(receiver: Receiver) -> None:
    async def never(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    receiver.answers = [never]
    post = HttpPost(to_private=True, within=0.2)
    problem = await refused(post, receiver.url)
    assert problem == "no answer within 0.2 s"


async def refused(post: HttpPost, url: str) -> str:
    from server.desk.outside.errands import NotSent

    try:
        await post.delivers(Webhook("w", url, "whs", ()), b"{}", 0)
    except NotSent as problem:
        return str(problem)
    return ""


async def test_what_a_node_took_along_into_a_crash_is_told_by_another(
    office: Office, receiver: Receiver
) -> None:
    await added(office, receiver)
    await office.vera_says()
    house = office.running.house
    await house.kept.outbox.claim(office.running.clock(), "webhook")
    other = Deliveries(house.desk, house.kept.outbox, house.kept.webhooks, house.courier, lambda: 0.5)
    await other.look()
    await other.settled()
    assert receiver.told == []
    office.running.clock.ahead += CLAIM + 1
    await other.look()
    await other.settled()
    assert receiver.kinds == ["conversation.started"]
