"""What is left of a bare relay's rate once everything is durable, checked and folded."""

from tests.bench import sides
from tests.bench.case import OURS, STOCK, Case, Found, Tell, compared, talked
from tests.bench.furnished import a_house
from tests.bench.size import Size


def measure(size: Size, tell: Tell) -> Found:
    with a_house(size.pairs) as house:
        starts = {STOCK: lambda: sides.stock(size.pairs), OURS: lambda: sides.ours(house)}
        return compared(talked(starts, size, tell), OURS, STOCK, "per_second")


CASE = Case(
    "stock",
    "durable, acknowledged and delivered messages/s on SQLite, against the stock python-socketio relay",
    measure,
    reach=1.2,
    beyond=2.0,
)
