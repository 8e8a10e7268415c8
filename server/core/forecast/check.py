"""Whether the forecast would have been right: each past week foretold from those before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .grid import DAY
from .history import Day
from .week import Forecast, Wish, forecast

WEEKS = 4
FAIR = (90.0, 98.0)  # %, of what lay within an interval of 95 %


@dataclass(frozen=True, slots=True)
class Check:
    """`n`: cells that were foretold. `coverage`: how many of them came true within their 95 % interval, in
    percent. `mase`: the mean error, over that of "as in the same cell of last week"; below 1 it is better.
    `falls_back`: last week is the better forecast, so it is taken. None: too few weeks to say.
    """

    n: int = 0
    coverage: float | None = None
    mase: float | None = None

    @property
    def is_fair(self) -> bool | None:
        return None if self.coverage is None else FAIR[0] <= self.coverage <= FAIR[1]

    @property
    def falls_back(self) -> bool:
        return self.mase is not None and self.mase >= 1


def checked(past: Sequence[Day], wish: Wish | None = None) -> Check:
    """Over the last four weeks that there are."""
    wish = replace(wish or Wish(), naive=False)
    by_date = {day.date: day for day in past}
    if not by_date:
        return Check()
    first = max(by_date) - (WEEKS * 7 - 1) * DAY
    tested = [day for day in past if day.date >= first and day.usual]
    own = naive = 0.0
    n = within = compared = 0
    for cell, count in _outcomes(forecast(past, tested, wish), by_date):
        if cell.prediction is None:
            continue
        low, high = cell.prediction.whole95()
        n += 1
        within += low <= count <= high
        before = by_date.get(cell.date - 7 * DAY)
        if before is not None and before.exposure[cell.cell] == cell.exposure:
            compared += 1
            own += abs(count - cell.prediction.mean)
            naive += abs(count - before.counts[cell.cell])
    return Check(n, 100 * within / n if n else None, own / naive if compared and naive else None)


def _outcomes(cells: Sequence[Forecast], by_date: dict[date, Day]) -> Iterator[tuple[Forecast, int]]:
    """Only of cells with a basis of their own weeks: what is pooled makes no claim of its own."""
    for cell in cells:
        if cell.basis == "cell":
            yield cell, by_date[cell.date].counts[cell.cell]
