"""Whether a start takes longer with much in the database."""

from tests.bench.case import Case, Found, Tell, compared, in_turn
from tests.bench.furnished import a_house
from tests.bench.grown import MESSAGES, filled_in, grown
from tests.bench.size import Size
from tests.bench.starting import serving

EMPTY = "empty"
FULL = "with a past"


def measure(size: Size, tell: Tell) -> Found:
    past = grown(size.messages // MESSAGES, size.pairs, tell)
    with a_house(size.pairs) as house:
        runs = in_turn({EMPTY: lambda: serving(house), FULL: lambda: serving(past)}, size, tell)
    note = f"{size.messages:,} messages, {filled_in(past)}"
    return compared(runs, FULL, EMPTY, "start_ms", [note])


CASE = Case(
    "start-full",
    "the same start with 1,000,000 messages in the database, against an empty one",
    measure,
    reach=1.5,
    beyond=1.1,
    more_is_better=False,
)
