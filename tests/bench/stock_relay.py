"""The ceiling: python-socketio as it comes (asyncio, standard json): it passes messages on, keeps nothing."""

import sys
from typing import Any

import socketio
from aiohttp import web

BACKLOG = 4096  # as many as ours, so that a crowd can knock at once


def relay() -> web.Application:
    sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")
    rooms: dict[str, str] = {}
    count = 0

    async def enter(sid: str, _: dict[str, Any], auth: dict[str, Any]) -> None:
        rooms[sid] = auth["room"]
        await sio.enter_room(sid, auth["room"], namespace="/agent" if auth["agent"] else "/visitor")

    async def leave(sid: str, _: str) -> None:
        rooms.pop(sid, None)

    async def say(sid: str, message: dict[str, Any]) -> dict[str, Any]:
        nonlocal count
        count += 1
        await sio.emit("event", {"seq": count, **message}, room=rooms[sid], namespace="/agent")
        return {"ok": True, "conversation": rooms[sid], "seq": count}

    async def take(_: str, __: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True}

    for namespace in ("/visitor", "/agent"):
        sio.on("connect", enter, namespace=namespace)
        sio.on("disconnect", leave, namespace=namespace)
    sio.on("say", say, namespace="/visitor")
    sio.on("take", take, namespace="/agent")
    app = web.Application()
    sio.attach(app)
    return app


if __name__ == "__main__":
    port = int(sys.argv[1])
    web.run_app(relay(), host="127.0.0.1", port=port, print=None, access_log=None, backlog=BACKLOG)
