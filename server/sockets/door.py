"""Who may come in at all: how many connections an address may have, and how long one may stay nameless."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import structlog
from aiohttp import web

from server.origins import Origins

log = structlog.get_logger()

# People at work prove who they are; only visitors are counted by where they come from.
COUNTED = "/visitor"
LATE = 1.0  # s


@dataclass(slots=True)
class Caller:
    """A connection. `asking`: namespaces that it waits to be let into; `timer` runs while it is nameless."""

    address: str
    counted: bool = True
    asking: set[str] = field(default_factory=set)
    timer: asyncio.TimerHandle | None = None


class Door:
    """`most` connections of an address at once, `join_within` seconds to say who one is. `cut` ends one."""

    def __init__(self, origins: Origins, most: int, join_within: float) -> None:
        self._origins = origins
        self._most = most
        self._join_within = join_within
        self._callers: dict[str, Caller] = {}
        self._of_address: dict[str, int] = {}
        self.cut: Callable[[str], None] = lambda _: None

    def __len__(self) -> int:
        return len(self._callers)

    def network_of(self, request: web.Request) -> str:
        return self._origins.network_of({"aiohttp.request": request})

    def is_full(self, address: str) -> bool:
        return self._of_address.get(address, 0) >= self._most

    def comes(self, connection: str, request: web.Request) -> None:
        caller = Caller(self.network_of(request))
        self._callers[connection] = caller
        self._of_address[caller.address] = self._of_address.get(caller.address, 0) + 1
        self._wait_for_a_name(connection, caller)

    def asks(self, connection: str, namespace: str) -> bool:
        """False: it asks the same already, and may wait for that answer."""
        caller = self._callers.get(connection)
        if caller is None or namespace in caller.asking:
            return False
        caller.asking.add(namespace)
        self._stop_waiting(caller)
        return True

    def answered(self, connection: str, namespace: str, joined: Collection[str]) -> None:
        """It was let in, or not; `joined`: where it is now."""
        caller = self._callers.get(connection)
        if caller is None:
            return
        caller.asking.discard(namespace)
        if any(name != COUNTED for name in joined):
            self._count_no_more(caller)
        if not joined and not caller.asking:
            self._wait_for_a_name(connection, caller)

    def is_nameless(self, connection: str) -> bool:
        caller = self._callers.get(connection)
        return caller is None or caller.timer is not None

    def address_of(self, connection: str) -> str:
        caller = self._callers.get(connection)
        return caller.address if caller else ""

    def leaves(self, connection: str) -> None:
        caller = self._callers.pop(connection, None)
        if caller is not None:
            self._stop_waiting(caller)
            self._count_no_more(caller)

    def _wait_for_a_name(self, connection: str, caller: Caller) -> None:
        self._stop_waiting(caller)
        loop = asyncio.get_running_loop()
        caller.timer = loop.call_later(self._join_within, self._nameless, connection)

    def _stop_waiting(self, caller: Caller) -> None:
        if caller.timer is not None:
            caller.timer.cancel()
            caller.timer = None

    def _nameless(self, connection: str) -> None:
        caller = self._callers[connection]
        late_by = asyncio.get_running_loop().time() - (caller.timer.when() if caller.timer else 0)
        if late_by > LATE:
            # We stood still, and have not read what he said meanwhile.
            self._wait_for_a_name(connection, caller)
            return
        log.info("nameless_connection")
        self.cut(connection)

    def _count_no_more(self, caller: Caller) -> None:
        if not caller.counted:
            return
        caller.counted = False
        left = self._of_address[caller.address] - 1
        if left:
            self._of_address[caller.address] = left
        else:
            del self._of_address[caller.address]
