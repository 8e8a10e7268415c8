"""How long an acknowledgement takes when there is time: a steady rate, counted from when each was due."""

from tests.bench import sides
from tests.bench.case import OURS, STOCK, Case, Found, Tell, compared, talked
from tests.bench.furnished import a_house
from tests.bench.size import Size


def measure(size: Size, tell: Tell) -> Found:
    with a_house(size.pairs) as house:
        starts = {STOCK: lambda: sides.stock(size.pairs), OURS: lambda: sides.ours(house)}
        runs = talked(starts, size, tell, rate=size.rate)
    note = (
        f"{size.rate:g} messages/s whatever comes back, after {size.warm_up:g} s of it;"
        " the client's loop never sleeps"
    )
    return compared(runs, OURS, STOCK, "ack_p99", [note])


CASE = Case(
    "steady",
    "p99 of acknowledgement at a steady 500 messages/s, against the stock relay's",
    measure,
    reach=2.0,
    beyond=1.2,
    more_is_better=False,
)
