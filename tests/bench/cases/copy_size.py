"""How much room a conversation takes in the columnar copy, where none is like another.

The copy of two years (columns.py) has the same week again and again: no desk's packs as small.
"""

import tempfile
from pathlib import Path

from server.core.kpis.tables import bare_of
from server.store import records
from server.store.reports import stored
from tests.bench.case import Case, Found, Tell
from tests.bench.size import Size
from tests.bench.years import Week

RECORDS, COPY = "records of facts", "the copy"
MOST = 10_000  # a week of a large desk
WITHIN = 300  # bytes


def measure(size: Size, tell: Tell) -> Found:
    week = Week(min(size.conversations, MOST))
    found = [week.record(number, 0)[1] for number in range(len(week.stories))]
    tell(1, 2)
    tables = bare_of(map(records.plain, found))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        part = stored.write(Path(folder), "week", "2024-01", tables)
        tell(2, 2)
        largest = sorted(
            ((file.stat().st_size / part.height, file.stem) for file in (Path(folder) / "week").iterdir()),
            reverse=True,
        )
    each = {RECORDS: sum(map(len, found)) / len(found), COPY: part.bytes / part.height}
    return Found(
        ratio=each[COPY] / WITHIN,
        sides={name: {"bytes_each": bytes_} for name, bytes_ in each.items()},
        runs={name: [round(bytes_)] for name, bytes_ in each.items()},
        notes=[
            f"a week of {part.height:,} conversations; of it"
            f" {', '.join(f'{name} {bytes_:.0f}' for bytes_, name in largest[:4])} bytes each"
        ],
    )


CASE = Case(
    "copy-size",
    "bytes that a conversation takes in the columnar copy, turns included, against 300",
    measure,
    reach=1.0,
    more_is_better=False,
)
