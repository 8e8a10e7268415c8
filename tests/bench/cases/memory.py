"""What a visitor who only has the chat open takes of the server's memory."""

from collections.abc import Callable

from tests.bench import machine, sides
from tests.bench.case import OURS, STOCK, Case, Found, Tell, compared, in_turn
from tests.bench.furnished import a_house
from tests.bench.run import Run, client
from tests.bench.sides import Side, Start
from tests.bench.size import Size


def measure(size: Size, tell: Tell) -> Found:
    with a_house(1) as house:
        starts = {STOCK: lambda: sides.stock(size.clients), OURS: lambda: sides.ours(house)}
        runs = in_turn({name: _run_of(start, size) for name, start in starts.items()}, size, tell)
    note = f"{size.clients:,} visitors over websockets; growth of the resident memory after the first few"
    return compared(runs, OURS, STOCK, "kib", [note])


def _run_of(start: Callable[[], Start], size: Size) -> Callable[[], Run]:
    def run() -> Run:
        with start() as side:
            return _grown(side, size)

    return run


def _grown(side: Side, size: Size) -> Run:
    warm = max(1, size.clients // 20)  # what is made once has been made by then
    orders = {"do": "idle", "port": side.port, "auths": side.crowd(size.clients), "warm": warm}
    with client("crowd", orders) as crowd:
        crowd.must_say("warm")
        before = _at_rest(side)
        crowd.tell("go on")
        crowd.must_say("all")
        after = _at_rest(side)
    return {"kib": (after - before) / 1024 / (size.clients - warm), "base_mib": before / 2**20}


def _at_rest(side: Side) -> int:
    machine.until_quiet(side.pid)
    return machine.rss_of(side.pid)


CASE = Case(
    "memory",
    "memory per idle visitor, 5,000 connected, against stock python-socketio",
    measure,
    reach=1.1,
    beyond=0.5,
    more_is_better=False,
)
