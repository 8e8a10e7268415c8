"""Our overrides of python-socketio and python-engineio, held to the stock classes: the same frames, the same
reasons. What we do differently on purpose is tested in tests/trust."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import socketio
from aiohttp import web
from engineio import async_socket
from hypothesis import given
from hypothesis import strategies as st
from socketio.base_manager import BaseManager
from socketio.exceptions import ConnectionRefusedError as Refused

from server.origins import Origins
from server.sockets import prompt
from server.sockets.door import Door
from server.sockets.server import LARGEST_FRAME, PING_EVERY, PING_TIMEOUT, Server
from tests.edges.test_polling import BETWEEN
from tests.house import WITHIN
from tests.raw_socket import RawSocket, raw_socket

STOCK_SOCKET = prompt.Socket.__bases__[0]
SPACE = "/room"
JOIN = f"40{SPACE},"
SAID = {"text": "Gr\u00fc\u00dfe \U0001f600", "n": 1, "none": None, "list": [1.5, True]}
LONG = {"text": "\u20ac" * 15_000}
Heard = dict[str, Any]


class Room(socketio.AsyncNamespace):  # type: ignore[misc]
    """A namespace as anybody would write it."""

    def __init__(self) -> None:
        super().__init__(SPACE)
        self.left: asyncio.Queue[str] = asyncio.Queue()

    async def on_connect(self, sid: str, _: object, auth: object = None) -> None:
        if auth == {"refuse": True}:
            raise Refused("not you", {"code": "forbidden"})
        await self.enter_room(sid, "all")
        await self.emit("welcome", SAID, to=sid)

    async def on_disconnect(self, sid: str, reason: str) -> None:
        await self.left.put(reason)

    async def on_echo(self, _: str, *data: object) -> list[object]:
        return list(data)

    async def on_two(self, _: str) -> tuple[int, str]:
        return 1, "two"

    async def on_nothing(self, _: str) -> None:
        return None

    async def on_others(self, sid: str, data: object) -> str:
        await self.emit("told", data, room="all", skip_sid=sid)
        await self.emit("bare", room="all", skip_sid=[sid])
        await self.emit("many", ("one", 2), room="all", skip_sid=sid)
        return "done"

    async def on_everybody(self, _: str, data: object) -> str:
        await self.emit("told", data, room=["all", "nowhere"])
        await self.emit("told", data, room="nowhere")
        await self.emit("last", data)
        return "done"

    async def on_out(self, sid: str) -> None:
        await self.disconnect(sid)

    async def why(self) -> str:
        return await asyncio.wait_for(self.left.get(), WITHIN)


def stock() -> socketio.AsyncServer:
    async_socket.AsyncSocket = STOCK_SOCKET
    return socketio.AsyncServer(
        async_mode="aiohttp",
        cors_allowed_origins="*",
        cors_credentials=False,
        ping_interval=PING_EVERY,
        ping_timeout=PING_TIMEOUT,
        max_http_buffer_size=LARGEST_FRAME,
        http_compression=False,
    )


def ours() -> socketio.AsyncServer:
    return Server(Door(Origins(), 1_000, 60), lambda _: None)


Make = Callable[[], socketio.AsyncServer]


@asynccontextmanager
async def served(make: Make, **pings: float) -> AsyncIterator[tuple[str, Room]]:
    sio, room, app = make(), Room(), web.Application()
    for name, seconds in pings.items():
        setattr(sio.eio, name, seconds)
    sio.register_namespace(room)
    sio.attach(app)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", room
    finally:
        await sio.shutdown()
        await runner.cleanup()
        prompt.install()


def read(frame: str) -> object:
    """What a frame says: how JSON is written is left to each, and ids are drawn."""
    start = re.search(r"[\[{\"]", frame)
    if start is None:
        return frame
    said = json.loads(frame[start.start() :])
    if isinstance(said, dict) and "sid" in said:
        said["sid"] = "drawn"
    return frame[: start.start()], said


def all_of(raw: RawSocket) -> list[object]:
    return [read(frame) for frame in raw.heard]


def answers(number: int) -> Callable[[str], bool]:
    return lambda frame: frame.startswith(f"43{SPACE},{number}[")


async def calls(url: str, _: Room) -> Heard:
    async with raw_socket(url) as raw:
        await raw.send(JOIN)
        await raw.until(lambda frame: frame.startswith(f"40{SPACE}"))
        for number, body in enumerate(
            (["echo", SAID], ["echo", 1, "two", None], ["echo", LONG], ["two"], ["nothing"])
        ):
            await raw.send(f"42{SPACE},{number}{json.dumps(body)}")
            await raw.until(answers(number))
        await raw.send(f'42{SPACE},["echo","without an acknowledgement"]')
        await raw.send(f'42{SPACE},9["two"]')
        await raw.until(lambda frame: frame.startswith(f"43{SPACE},9["))
        return {"frames": all_of(raw)}


async def refusals(url: str, room: Room) -> Heard:
    async with raw_socket(url) as raw:
        await raw.send("40/nowhere,")
        await raw.until(lambda frame: frame.startswith("44/nowhere"))
        await raw.send(f'{JOIN}{{"refuse":true}}')
        await raw.until(lambda frame: frame.startswith(f"44{SPACE}"))
        await raw.send(f'42{SPACE},1["two"]')
        await raw.send(JOIN)
        await raw.until(lambda frame: frame.startswith(f"40{SPACE}"))
        await raw.send(f"41{SPACE},")
        why = await room.why()
        return {"frames": all_of(raw), "why": why}


async def broadcasts(url: str, _: Room) -> Heard:
    async with raw_socket(url) as one, raw_socket(url) as two, raw_socket(url) as outside:
        for raw in (one, two):
            await raw.send(JOIN)
            await raw.until(lambda frame: frame.startswith(f"40{SPACE}"))
        await one.send(f"42{SPACE},1{json.dumps(['others', SAID])}")
        await two.until(lambda frame: '"many"' in frame)
        await one.until(lambda frame: frame.startswith(f"43{SPACE},1["))
        await two.send(f"42{SPACE},2{json.dumps(['everybody', LONG])}")
        for raw in (one, two):
            await raw.until(lambda frame: '"last"' in frame)
        await two.until(lambda frame: frame.startswith(f"43{SPACE},2["))
        return {"one": all_of(one), "two": all_of(two), "outside": all_of(outside)}


async def goodbyes(url: str, room: Room) -> Heard:
    found: Heard = {}

    async def joined(raw: RawSocket) -> RawSocket:
        await raw.send(JOIN)
        await raw.until(lambda frame: frame.startswith(f"40{SPACE}"))
        return raw

    async with raw_socket(url) as raw:
        await (await joined(raw)).send(f'42{SPACE},["out"]')
        await raw.until(lambda frame: frame.startswith(f"41{SPACE}"))
        found["sent away"] = await room.why(), all_of(raw)
    async with raw_socket(url) as raw:
        await (await joined(raw)).send("1")
        found["closes the engine"] = await room.why()
    async with raw_socket(url) as raw:
        (await joined(raw)).abort()
        found["lost"] = await room.why()
    async with raw_socket(url) as raw:
        await joined(raw)
    found["closes the websocket"] = await room.why()
    return found


async def pollings(url: str, room: Room) -> Heard:
    heard: list[list[object]] = []
    async with aiohttp.ClientSession() as http:
        address = f"{url}/socket.io/?EIO=4&transport=polling"

        async def fetched() -> list[object]:
            async with asyncio.timeout(WITHIN), http.get(address) as answer:
                assert answer.status == 200
                return [read(packet) for packet in (await answer.text()).split(BETWEEN)]

        async def posted(*packets: str) -> None:
            async with http.post(address, data=BETWEEN.join(packets).encode()) as answer:
                heard.append([answer.status, await answer.text()])

        async with http.get(address) as answer:
            opened = await answer.text()
        heard.append([read(opened)])
        address += f"&sid={json.loads(opened[1:])['sid']}"
        await posted(JOIN)
        while len(heard[-1]) < 2 or not any(str(one).startswith(f"('40{SPACE}") for one in heard[-1]):
            heard.append(await fetched())
        await posted(f'42{SPACE},1["two"]', f'42{SPACE},2["echo",5]')
        acks: list[object] = []
        while len(acks) < 2:
            acks += await fetched()
        heard.append(acks)
        heard.append(await upgraded(http, address, fetched))
        return {"polled": heard, "why": await room.why()}


async def upgraded(
    http: aiohttp.ClientSession, address: str, fetched: Callable[[], Awaitable[list[object]]]
) -> list[object]:
    """Moves on to a websocket, as the client library does, and speaks there."""
    socket = address.replace("http", "ws", 1).replace("transport=polling", "transport=websocket")
    waiting = asyncio.ensure_future(fetched())
    async with http.ws_connect(socket) as ws:
        await ws.send_str("2probe")
        probed = await ws.receive_str(timeout=WITHIN)
        released = await waiting
        await ws.send_str("5")
        await ws.send_str(f'42{SPACE},3["two"]')
        frames: list[object] = []
        while not frames or not str(frames[-1]).startswith(f"('43{SPACE},3"):
            frames.append(read(await ws.receive_str(timeout=WITHIN)))
    async with http.get(address) as answer:
        return [probed, released, frames, answer.status]


SCRIPTS = (calls, refusals, broadcasts, goodbyes, pollings)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.__name__)
async def test_clients_hear_the_same_from_ours_as_from_the_stock_server(
    script: Callable[[str, Room], Awaitable[Heard]],
) -> None:
    heard = []
    for make in (stock, ours):
        async with served(make) as (url, room):
            heard.append(await script(url, room))
    assert heard[1] == heard[0]


async def silence(make: Make) -> tuple[str, float, list[object]]:
    """A client that answers no ping. Gives why it is gone, after how many seconds, and what it heard."""
    async with (
        served(make, ping_interval=0.3, ping_timeout=0.4) as (url, room),
        aiohttp.ClientSession() as http,
    ):
        address = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        async with http.ws_connect(address) as ws:
            await ws.send_str(JOIN)
            begun = asyncio.get_running_loop().time()
            why = await room.why()
            took = asyncio.get_running_loop().time() - begun
            heard = [read(await ws.receive_str(timeout=WITHIN)) for _ in range(4)]
    return why, took, heard


async def test_who_answers_no_ping_is_gone_after_an_interval_and_a_timeout_from_ours_too() -> None:
    of_stock, of_ours = await silence(stock), await silence(ours)
    for why, took, _ in (of_stock, of_ours):
        assert why == "ping timeout"
        assert 0.6 < took < 2
    assert of_ours[2] == of_stock[2]


NAMES = st.sampled_from(["vera", "wanda", "ada"])
ROOMS = st.sampled_from(["kettles", "cups", "everybody"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["enter", "leave", "close", "goes", "comes"]), NAMES, ROOMS), max_size=40
)


def in_rooms(manager: socketio.AsyncManager, steps: list[tuple[str, str, str]]) -> list[object]:
    """What is in the rooms after each step, by names instead of drawn ids."""
    manager.set_server(stock())
    sids: dict[str, str] = {}
    seen: list[object] = []
    for step, name, room in steps:
        if step == "comes" and name not in sids:
            sids[name] = BaseManager.pre_connect(manager, name, SPACE)
            BaseManager.connect(manager, sids[name], SPACE)
        elif step == "close":
            manager.basic_close_room(room, SPACE)
        elif name in sids and step == "goes":
            manager.pre_disconnect(sids[name], SPACE)
            manager.basic_disconnect(sids.pop(name), SPACE)
        elif name in sids and step in ("enter", "leave"):
            getattr(manager, f"basic_{step}_room")(sids[name], SPACE, room)
        rooms = manager.rooms.get(SPACE, {})
        named = {str(key): sorted(who.values()) for key, who in rooms.items() if key not in sids.values()}
        seen.append((named, len(rooms), dict(manager.pending_connect), dict(manager.pending_disconnect)))
    return seen


@given(STEPS)
def test_rooms_are_as_the_stock_server_keeps_them(steps: list[tuple[str, str, str]]) -> None:
    prompt_one = prompt.Prompt()
    assert in_rooms(prompt_one, steps) == in_rooms(socketio.AsyncManager(), steps)
    here = {sid for room in prompt_one.rooms.get(SPACE, {}).values() for sid in room}
    assert set(prompt_one._rooms_of) == here
