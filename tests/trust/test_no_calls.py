"""The server calls nobody: no counter, no licence server, no avatars, no geography."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.rest.asking import Office

_watching: list[list[Any]] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event in (
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
    ):
        _watching[-1].append(arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0])


@pytest.fixture
def called() -> Iterator[list[Any]]:
    """Everything that this process connects to, or asks the address of."""
    if _watch not in _hooked:
        sys.addaudithook(_watch)
        _hooked.append(_watch)
    found: list[Any] = []
    _watching.append(found)
    yield found
    _watching.clear()


_hooked: list[Any] = []


async def test_a_whole_conversation_and_its_figures_call_nobody(called: list[Any], office: Office) -> None:
    vera, _, conversation = await office.vera_says()
    assert (await vera.call("details", {"name": "Vera", "email": "vera@shop.example"}))["ok"]
    ada = await office.running.agent(office.running.ada)
    await ada.call("status", {"status": "online"})
    await ada.call("take", {"conversation": conversation})
    await ada.say("See https://shop.example/orders", conversation=conversation)
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    await vera.heard("survey")
    await vera.call("rate", {"conversation": conversation, "score": 5})
    olga = await office.browser(office.olga)
    for path in ("/kpis/frt", "/queue", "/openapi.json", f"/conversations/{conversation}/transcript.html"):
        assert (await olga.get(path)).status == 200
    hosts = {address[0] if isinstance(address, tuple) else address for address in called}
    assert hosts, "at least the test's own sockets"
    assert hosts <= {"127.0.0.1", "localhost", "::1", None}
