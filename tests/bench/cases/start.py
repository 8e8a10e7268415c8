"""How long a start takes, beside the mere loading of the packages that it uses."""

from tests.bench.case import OURS, Case, Found, Tell, compared, in_turn
from tests.bench.furnished import a_house
from tests.bench.size import Size
from tests.bench.starting import importing, packages_in_use, serving

BARE = "imports alone"


def measure(size: Size, tell: Tell) -> Found:
    with a_house(size.pairs) as house:
        modules = packages_in_use(house)
        both = {BARE: lambda: importing(modules), OURS: lambda: serving(house)}
        runs = in_turn(both, size, tell)
    note = f"{len(modules)} modules of others; the database is there and has the newest schema"
    return compared(runs, OURS, BARE, "start_ms", [note])


CASE = Case(
    "start",
    "start of serve until /readyz, against the bare import time of the packages in use",
    measure,
    reach=2.0,
    beyond=1.3,
    more_is_better=False,
)
