"""A conversation whose visitor left an address, and an agent who answers it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from server.desk.arrival import LEFT_AFTER
from server.store.outbox import OUTBOX
from tests.house import Client, Running
from tests.mail.mailbox import Mailbox

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

PUBLIC_URL = "https://chat.shop.example"
SENDER = "chat@shop.example"
VERAS = "vera@home.example"


def mail_settings(mailbox: Mailbox) -> dict[str, Any]:
    url = f"smtp://127.0.0.1:{mailbox.port}?tls=none"
    return {"smtp_url": url, "mail_from": SENDER, "public_url": PUBLIC_URL}


@dataclass
class Talk:
    """Vera's question, which Ada has answered or not yet."""

    office: Running
    vera: Client
    ada: Client
    conversation: str
    visitor: str
    token: str

    async def answers(self, text: str = "It left yesterday.") -> int:
        said = await self.ada.say(text, conversation=self.conversation)
        assert said["ok"], said
        return int(said["seq"])

    async def vera_leaves(self) -> None:
        """And stays away for as long as it takes to count as gone."""
        await self.vera.disconnect()
        floor = self.office.house.floor
        while self.visitor in floor.guests:
            await self.ada.call("read", {"conversation": self.conversation, "seq": 1})
        before = len(self.ada.told)
        await self.office.later(LEFT_AFTER + SECOND)
        await self.ada.heard("event", lambda event: event["type"] == "visitor.left", before)

    async def state(self) -> dict[str, Any]:
        opened = await self.ada.call("open", {"conversation": self.conversation})
        return dict(opened["conversation"])


async def vera_asks(
    office: Running, text: str = "Where is my order?", email: str | None = VERAS, **hello: Any
) -> Talk:
    vera = await office.vera(**hello)
    welcome = await vera.heard("welcome")
    if email is not None:
        given = await vera.call("details", {"name": "Vera", "email": email})
        assert given["ok"], given
    said = await vera.say(text)
    ada = await office.agent(office.ada)
    assert (await ada.call("take", {"conversation": said["conversation"]}))["ok"]
    return Talk(office, vera, ada, said["conversation"], welcome["visitor"]["id"], welcome["token"])


async def passes(office: Running, ms: int) -> None:
    """Time, and what is due by then is mailed."""
    await office.later(ms)
    await looks(office)


async def looks(office: Running) -> None:
    assert office.house.letters is not None
    await office.house.letters.look()


async def outbox(office: Running) -> list[Any]:
    query = select(OUTBOX).order_by(OUTBOX.c.created_at, OUTBOX.c.run)
    async with office.house.kept.database.engine.connect() as connection:
        return list((await connection.execute(query)).all())


async def until_sent(office: Running) -> None:
    """Nothing waits any more: noted as sent, or dropped."""
    while any(row.state == "waiting" and row.next_at <= office.clock() for row in await outbox(office)):
        await looks(office)
