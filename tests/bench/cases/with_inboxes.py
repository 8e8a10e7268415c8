"""What it costs that fifty agents' inboxes show fifty conversations that change all the time."""

from tests.bench import sides
from tests.bench.case import OURS, Case, Found, Tell, compared, talked
from tests.bench.furnished import a_house
from tests.bench.size import Size

SHOWN = "all inboxes show all"
APART = "an inbox shows its own"


def measure(size: Size, tell: Tell) -> Found:
    with a_house(size.pairs) as apart, a_house(size.pairs, apart=False) as together:
        starts = {APART: lambda: sides.ours(apart), SHOWN: lambda: sides.ours(together)}
        runs = talked(starts, size, tell)
    agents = f"{size.pairs} agents in one team, and each inbox is told of each conversation once a second"
    return compared(runs, SHOWN, APART, "per_second", [agents])


CASE = Case(
    "inboxes",
    f"the same with 50 agents whose inboxes show the conversations, against {OURS} without",
    measure,
    reach=0.8,
)
