"""Everybody comes back at once, as after a cut line: until the last has caught up."""

from collections.abc import Callable

from tests.bench import machine, sides
from tests.bench.case import OURS, STOCK, Case, Found, Tell, compared, in_turn
from tests.bench.furnished import a_house
from tests.bench.run import Meter, Run, client
from tests.bench.sides import Side, Start
from tests.bench.size import Size


def measure(size: Size, tell: Tell) -> Found:
    with a_house(1) as house:
        starts = {STOCK: lambda: sides.stock(size.clients), OURS: lambda: sides.ours(house)}
        runs = in_turn({name: _run_of(start, size) for name, start in starts.items()}, size, tell)
    note = (
        f"{size.clients:,} clients; the relay's are back when their namespace has let them in, ours when they"
        " have been recognised, welcomed and given what they asked for by number"
    )
    return compared(runs, OURS, STOCK, "until_all", [note])


def _run_of(start: Callable[[], Start], size: Size) -> Callable[[], Run]:
    def run() -> Run:
        with start() as side:
            return _back(side, size)

    return run


def _back(side: Side, size: Size) -> Run:
    orders = {"do": "back", "port": side.port, "auths": side.crowd(size.clients), "says": side.is_ours}
    with client("crowd", orders) as crowd:
        for word in ("there", "gone"):
            crowd.must_say(word)
            machine.until_quiet(side.pid)
            crowd.tell("go on")
        crowd.must_say("begin")
        meter = Meter(side, crowd.process.pid)
        crowd.must_say("end")
        used = meter.read()
        run = crowd.result()
    took = run["until_all"]
    run["client_us"] = 1e6 * used["server"] / size.clients
    return {**run, "server_cpu": used["server"] / took, "foreign_cpu": used["foreign"] / took}


CASE = Case(
    "storm",
    "5,000 clients reconnecting at once until all have caught up, against the stock relay's bare reconnect",
    measure,
    reach=1.0,
    beyond=0.8,
    more_is_better=False,
)
