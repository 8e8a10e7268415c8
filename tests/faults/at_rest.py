"""What a house holds when nobody is there: to be the same after a thousand visits as after ten."""

import asyncio
import gc
import os
from collections import Counter

from server.app import House

# Where types are from that count: the clients are in this process too.
OURS = (
    "server.",
    "bot.",
    "aiohttp.web",
    "aiohttp.http",
    "asyncio.",
    "_asyncio.",
    "aiosqlite.",
    "sqlalchemy.",
)


def held(house: House) -> dict[str, int]:
    """Everything of ours and of the libraries that is kept for somebody who is connected."""
    sio, floor = house.sio, house.floor
    counts = {
        "tasks": len(asyncio.all_tasks()),
        "files": len(os.listdir("/proc/self/fd")),
        "sessions": len(sio.eio.sockets),
        "environs": len(sio.environ),
        "at the door": len(sio.door),
        "addresses": len(sio.door._of_address),
        "odd": len(sio._odd) + len(sio._unreadable) + len(sio._cutting),
        "rooms": sum(len(rooms) for rooms in sio.manager.rooms.values()),
        "pending": len(sio.manager.pending_connect) + len(sio.manager.pending_disconnect),
        "callbacks": len(sio.manager.callbacks),
        "guests": len(floor.guests),
        "queue": len(floor.queue),
        "places": len(house.places._told),
        "states": len(house.announcer._states._waiting),
        "sockets of agents": sum(len(presence.sockets) for presence in floor.agents.values()),
    }
    for name, space in sio.namespace_handlers.items():
        for field in ("_who", "_violations", "_lined_up", "_pages", "_addresses"):
            counts[f"{field} of {name}"] = len(getattr(space, field, ()))
    return counts


def objects() -> Counter[str]:
    """How many there are of each type that the collector knows."""
    gc.collect()
    return Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())


def grown(before: Counter[str], after: Counter[str], by: int) -> dict[str, int]:
    """Types of which there are so many more."""
    more = {name: count - before[name] for name, count in after.items() if name.startswith(OURS)}
    return {name: count for name, count in more.items() if count >= by}
