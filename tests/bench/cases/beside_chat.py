"""What the chat feels of it while two people look through reports of a million conversations."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from server.core.kpis.asking.periods import local_date
from server.store.reports import LONGEST
from tests.bench import asked, machine, sides
from tests.bench.case import Case, Found, Tell, compared, in_turn
from tests.bench.run import Run, loaded
from tests.bench.sides import Side
from tests.bench.size import Size
from tests.bench.years import END
from tests.bench.years_kept import kept_years, supervisor_of

QUIET, BESIDE = "no reports", "beside reports"
READERS = 2
SINCE, UNTIL = (local_date(at, "UTC").isoformat() for at in (END - asked.MONTHS, END))


def measure(size: Size, tell: Tell) -> Found:
    house = kept_years(size.conversations, size.pairs, tell)

    def run(reports: bool) -> Run:
        with sides.ours(house, copied=False) as side:
            # The copy is made once, and is there from then on.
            while not _figure(side, supervisor_of(house), asked.PAGE[0]):
                continue
            machine.until_quiet(side.pid)
            if not reports:
                return loaded(side, size, size.rate)
            with _looked_at(side, supervisor_of(house)) as answered:
                found = loaded(side, size, size.rate)
            return {**found, "figures_per_second": len(answered) / found["seconds"]}

    runs = in_turn({QUIET: lambda: run(False), BESIDE: lambda: run(True)}, size, tell)
    note = (
        f"{READERS} people ask for one figure after the other: 90 days, {size.conversations:,} conversations"
    )
    return compared(runs, BESIDE, QUIET, "ack_p99", [note])


@contextmanager
def _looked_at(side: Side, token: str) -> Iterator[list[int]]:
    """Gives the sizes of the answers so far."""
    answered: list[int] = []
    over = threading.Event()
    readers = [threading.Thread(target=_reads, args=(side, token, answered, over)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        yield answered
    finally:
        over.set()
        for reader in readers:
            reader.join()


def _reads(side: Side, token: str, answered: list[int], over: threading.Event) -> None:
    while not over.is_set():
        for kpi in asked.PAGE:
            if size := _figure(side, token, kpi):
                answered.append(size)
            if over.is_set():
                return


def _figure(side: Side, token: str, kpi: str) -> int:
    """The size of the answer; 0: it is not ready yet."""
    address = f"http://127.0.0.1:{side.port}/api/v1/kpis/{kpi}?by=day&tz=UTC&from={SINCE}&to={UNTIL}"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=2 * LONGEST) as answer:  # noqa: S310
            return len(answer.read())
    except urllib.error.HTTPError as problem:
        if problem.code != HTTPStatus.SERVICE_UNAVAILABLE:
            raise
        return 0


CASE = Case(
    "beside-chat",
    "ack p99 at 500 messages/s while reports run, against without",
    measure,
    reach=1.2,
    more_is_better=False,
)
