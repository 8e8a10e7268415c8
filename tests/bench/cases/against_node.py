"""The same against a relay that is not Python."""

from tests.bench import sides
from tests.bench.case import NODE, OURS, Case, Found, Tell, compared, talked
from tests.bench.furnished import a_house
from tests.bench.size import Size


def measure(size: Size, tell: Tell) -> Found:
    with a_house(size.pairs) as house:
        starts = {NODE: lambda: sides.node(size.pairs), OURS: lambda: sides.ours(house)}
        return compared(talked(starts, size, tell), OURS, NODE, "per_second")


CASE = Case(
    "node",
    "the same against Node's socket.io relay",
    measure,
    reach=0.2,
    beyond=0.33,
)
