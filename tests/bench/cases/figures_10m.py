"""The same with ten times as many conversations: from disk, in bounded memory."""

import tempfile
from pathlib import Path

from tests.bench import asked
from tests.bench.case import Case, Found, Tell
from tests.bench.cases.figures import MONTHS, YEARS, asked_of, told
from tests.bench.furnished import furnished
from tests.bench.size import Size
from tests.bench.years_in_columns import bytes_of, in_columns

WITHIN = {MONTHS: 1_000.0, YEARS: 1_000.0}  # ms
TIMES_AS_MANY = 10


def measure(size: Size, tell: Tell) -> Found:
    conversations = TIMES_AS_MANY * size.conversations
    folder = in_columns(conversations, tell)
    with tempfile.TemporaryDirectory(prefix="bench-") as empty:
        house = furnished(Path(empty) / "house", 1)
        found = asked.with_reports(house.url, folder, lambda reports: asked_of(reports, size, tell))
    note = f"{conversations:,} conversations, {bytes_of(folder) / conversations:.0f} bytes each on disk"
    return told(found, WITHIN, [note])


CASE = Case(
    "figures-10m",
    "the slowest figure of 10,000,000 conversations, against 1 s",
    measure,
    reach=1.0,
    more_is_better=False,
)
