"""Whether a past of a million conversations slows the present down."""

from tests.bench import machine, sides
from tests.bench.case import Case, Found, Tell, compared, in_turn
from tests.bench.furnished import Furnished, a_house
from tests.bench.grown import MESSAGES, filled_in, grown
from tests.bench.run import Run, loaded
from tests.bench.size import Size

GROWN = "with a past"
EMPTY = "empty"


def measure(size: Size, tell: Tell) -> Found:
    past = grown(size.conversations, size.pairs, tell)

    def run(house: Furnished, copied: bool) -> Run:
        with sides.ours(house, copied=copied) as side:
            # The copy that figures are made of is read once after a start, by a process of its own.
            machine.until_quiet(side.pid)
            return loaded(side, size)

    with a_house(size.pairs) as house:
        both = {EMPTY: lambda: run(house, True), GROWN: lambda: run(past, False)}
        runs = in_turn(both, size, tell)
    note = f"{size.conversations:,} conversations of {MESSAGES} messages, {filled_in(past)}"
    return compared(runs, GROWN, EMPTY, "per_second", [note])


CASE = Case(
    "growth",
    "the first figure with 1,000,000 conversations of 5 messages in the database, against an empty one",
    measure,
    reach=0.9,
)
