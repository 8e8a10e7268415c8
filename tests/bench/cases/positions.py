"""What it costs the others that 10,000 visitors in a queue are told their places as it moves."""

from dataclasses import replace

from tests.bench import sides
from tests.bench.case import Case, Found, Tell, compared, in_turn
from tests.bench.furnished import Furnished, a_house
from tests.bench.run import Run, client, loaded
from tests.bench.size import Size

STANDS = "the queue stands"
MOVES = "the queue moves"


def measure(size: Size, tell: Tell) -> Found:
    # One more pair than those who talk: its site is where the queue is.
    with a_house(size.pairs + 1) as house:
        runs = in_turn(
            {
                STANDS: lambda: _run(house, size, moves=False),
                MOVES: lambda: _run(house, size, moves=True),
            },
            size,
            tell,
        )
    note = f"{size.waiting:,} wait for one team; the others say {size.rate:g} messages/s meanwhile"
    return compared(runs, MOVES, STANDS, "ack_p99", [note])


def _run(house: Furnished, size: Size, *, moves: bool) -> Run:
    with sides.ours(house) as whole:
        side = replace(whole, agents=whole.agents[:-1], visitors=whole.visitors[:-1])
        orders = {
            "port": side.port,
            "agent": whole.agents[-1],
            "visitor": whole.visitors[-1],
            "count": size.waiting,
            "moves": moves,
        }
        with client("waiting", orders) as crowd:
            crowd.must_say("there")
            crowd.tell("go on")
            run = loaded(side, size, size.rate)
            crowd.tell("stop")
            run["told"] = crowd.result()["told"]
    if moves and not run["told"]:
        run["wrong"].append("nobody was told his place")
    return run


CASE = Case(
    "positions",
    "ack p99 of others while 10,000 in a queue are told their places, against a queue that stands",
    measure,
    reach=2.0,
    beyond=1.3,
    more_is_better=False,
)
