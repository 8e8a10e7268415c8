"""What is kept of a person, and what is not."""

import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.house import Running, running_house

CARD = "4111 1111 1111 1111"
MASKED = "•••• •••• •••• 1111"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "house.db"


@pytest_asyncio.fixture
async def kept(file: Path) -> AsyncIterator[Running]:
    async with running_house(f"sqlite:///{file}") as running:
        yield running


def everything_in(file: Path) -> str:
    """The whole database as text."""
    database = sqlite3.connect(file)
    try:
        return "\n".join(database.iterdump())
    finally:
        database.close()


async def test_card_numbers_are_masked_before_they_are_kept_or_told(kept: Running, file: Path) -> None:
    vera = await kept.vera()
    ada = await kept.agent(kept.ada)
    said = await vera.say(f"My card is {CARD}, thanks")
    conversation = said["conversation"]
    await ada.call("take", {"conversation": conversation})
    await ada.say(f"You wrote {CARD}", conversation=conversation)
    await ada.call(
        "note", {"conversation": conversation, "id": "0" * 8 + "-0000" * 3 + "-" + "0" * 12, "text": CARD}
    )
    await vera.call("details", {"name": f"Vera {CARD}", "fields": {"card": CARD}})
    await vera.event("message.sent", lambda e: e["by"]["kind"] == "agent")
    opened = await ada.call("open", {"conversation": conversation})
    texts = [event["text"] for event in opened["events"] if event["type"] == "message.sent"]
    assert texts[0] == f"My card is {MASKED}, thanks"
    told = repr((vera.told, ada.told, opened))
    for written in (told, everything_in(file)):
        assert CARD not in written
        assert CARD.replace(" ", "") not in written


@pytest.mark.parametrize(
    ("mode", "left"), [("truncated", "127.0.0.0"), ("none", None), ("full", "127.0.0.1")]
)
async def test_an_address_is_reduced_before_it_is_kept(
    kept: Running, file: Path, mode: str, left: str | None
) -> None:
    await kept.house.kept.people.change_site(kept.site.id, {"address": mode})
    vera = await kept.vera()
    said = await vera.say("Hello")
    ada = await kept.agent(kept.ada)
    opened = await ada.call("open", {"conversation": said["conversation"]})
    assert opened["events"][0]["address"] == left
    if mode != "full":
        assert "127.0.0.1" not in everything_in(file)


async def test_pages_and_typed_text_stay_with_the_visitor_until_he_or_the_site_says_otherwise(
    kept: Running,
) -> None:
    vera = await kept.vera()
    said = await vera.say("Hello")
    ada = await kept.agent(kept.ada)
    await ada.call("take", {"conversation": said["conversation"]})
    page = {"url": "https://shop.example/secret", "title": "Secret"}
    assert (await vera.call("page", page))["ok"]
    await vera.call("typing", {"on": True, "text": "half a thou"})
    typing = await ada.heard("typing")
    assert "text" not in typing
    assert await events_of(ada, said["conversation"], "page.viewed") == []

    assert (await vera.call("consent", {"tracking": True}))["ok"]
    await vera.call("page", page)
    viewed = await events_of(ada, said["conversation"], "page.viewed")
    assert [event["page"]["title"] for event in viewed] == ["Secret"]
    await vera.call("consent", {"tracking": False})
    await vera.call("page", page)
    assert len(await events_of(ada, said["conversation"], "page.viewed")) == 1


async def test_typed_text_is_seen_only_where_the_widget_says_so(kept: Running) -> None:
    await kept.house.kept.people.change_site(kept.site.id, {"typing_preview": True})
    vera = await kept.vera()
    assert (await vera.heard("welcome"))["site"]["typing_preview"] is True
    said = await vera.say("Hello")
    ada = await kept.agent(kept.ada)
    await ada.call("take", {"conversation": said["conversation"]})
    await vera.call("typing", {"on": True, "text": "half a thou"})
    assert (await ada.heard("typing"))["text"] == "half a thou"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Whom this process connects to or looks up; it does so all the same."""
    found: list[Any] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connecting(self: socket.socket, address: Any) -> None:
        found.append(address[0] if isinstance(address, tuple) else address)
        connect(self, address)

    def looking_up(host: Any, *more: Any, **others: Any) -> Any:
        found.append(host)
        return look_up(host, *more, **others)

    monkeypatch.setattr(socket.socket, "connect", connecting)
    monkeypatch.setattr(socket, "getaddrinfo", looking_up)
    return found


async def test_the_server_calls_nobody(tmp_path: Path, asked: list[Any]) -> None:
    async with running_house(f"sqlite:///{tmp_path / 'alone.db'}") as house:
        vera = await house.vera()
        said = await vera.say("Hello https://example.com/picture.png vera@shop.example")
        ada = await house.agent(house.ada)
        await ada.call("take", {"conversation": said["conversation"]})
        await ada.call("resolve", {"conversation": said["conversation"], "reason": "solved"})
        await vera.event("resolved")
    assert asked, "nothing was heard: this test cannot fail"
    assert set(asked) <= {"127.0.0.1", "localhost", b"127.0.0.1", None}


async def events_of(ada: Any, conversation: str, kind: str) -> list[dict[str, Any]]:
    opened = await ada.call("open", {"conversation": conversation})
    return [event for event in opened["events"] if event["type"] == kind]
