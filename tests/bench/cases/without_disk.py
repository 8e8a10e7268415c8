"""What durability costs: against ourselves with a writer that confirms at once and stores nothing."""

from tests.bench import sides
from tests.bench.case import OURS, Case, Found, Tell, compared, talked
from tests.bench.furnished import a_house
from tests.bench.size import Size

CONFIRMING = "without a store"


def measure(size: Size, tell: Tell) -> Found:
    with a_house(size.pairs) as house:
        starts = {CONFIRMING: lambda: sides.ours_without_disk(house), OURS: lambda: sides.ours(house)}
        return compared(talked(starts, size, tell), OURS, CONFIRMING, "per_second")


CASE = Case(
    "durability",
    "durable messages/s, against our own server with a writer that confirms at once",
    measure,
    reach=0.55,
    beyond=0.8,
)
