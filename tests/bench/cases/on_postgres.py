"""The same server on PostgreSQL that waits for its disk, as it should."""

from tests.bench import postgres, sides
from tests.bench.case import OURS, Case, Found, Tell, compared, talked
from tests.bench.furnished import a_house
from tests.bench.size import Size

POSTGRES = "Chat Butler on PostgreSQL"


def measure(size: Size, tell: Tell) -> Found:
    with a_house(size.pairs) as house, postgres.durable() as database:
        starts = {
            OURS: lambda: sides.ours(house),
            POSTGRES: lambda: sides.ours(database.house(size.pairs), beside=(database.pid,)),
        }
        runs = talked(starts, size, tell)
    note = f"PostgreSQL {database.version}, fsync and synchronous_commit on, on the client's core"
    return compared(runs, POSTGRES, OURS, "per_second", [note])


CASE = Case("postgres", "the same on PostgreSQL, against SQLite", measure, reach=0.9)
