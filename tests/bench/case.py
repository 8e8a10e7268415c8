"""What a case is, what it finds, and how two sides are compared: in turn, in one run, by their medians."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.bench.machine import CALM
from tests.bench.run import Run, loaded
from tests.bench.sides import Start
from tests.bench.size import Size

Tell = Callable[[int, int], None]
Sides = Mapping[str, Callable[[], Run]]
Runs = dict[str, list[Run]]

OURS = "Chat Butler"
STOCK = "stock python-socketio"
NODE = "Node's socket.io"


@dataclass(frozen=True, slots=True)
class Found:
    """`ratio` is what is judged; `sides` has the medians of each side, `runs` each run's main figure."""

    ratio: float
    sides: dict[str, dict[str, float]]
    runs: dict[str, list[float]]
    disturbed: int = 0
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case:
    """`reach` and `beyond` bound the ratio, from below if `more_is_better`, else from above."""

    name: str
    title: str
    measure: Callable[[Size, Tell], Found]
    reach: float
    beyond: float | None = None
    more_is_better: bool = True

    def meets(self, ratio: float, bound: float | None) -> bool:
        """Judged as it is printed: by two digits."""
        if bound is None:
            return False
        return round(ratio, 2) >= bound if self.more_is_better else round(ratio, 2) <= bound


def in_turn(sides: Sides, size: Size, tell: Tell) -> Runs:
    """A, B, A, B … so that whatever slows the machine slows both."""
    runs: Runs = {name: [] for name in sides}
    whole, done = size.runs * len(sides), 0
    for _ in range(size.runs):
        for name, measure in sides.items():
            tell(done, whole)
            runs[name].append(_calm(measure, size.again))
            done += 1
    tell(whole, whole)
    return runs


def talked(
    starts: Mapping[str, Callable[[], Start]], size: Size, tell: Tell, rate: float | None = None
) -> Runs:
    """Each side started anew for each run, and everybody talks."""

    def run_of(start: Callable[[], Start]) -> Callable[[], Run]:
        def run() -> Run:
            with start() as side:
                return loaded(side, size, rate)

        return run

    return in_turn({name: run_of(start) for name, start in starts.items()}, size, tell)


def _calm(measure: Callable[[], Run], again: int) -> Run:
    """The calmest of a few tries, the first that is calm enough."""
    tries: list[Run] = []
    for _ in range(1 + again):
        tries.append(measure())
        if tries[-1].get("foreign_cpu", 0.0) <= CALM:
            break
    return min(tries, key=lambda run: run.get("foreign_cpu", 0.0))


def compared(runs: Runs, ours: str, other: str, figure: str, notes: Sequence[str] = ()) -> Found:
    """The ratio of the medians of one figure."""
    sides = {name: medians(found) for name, found in runs.items()}
    return Found(
        ratio=sides[ours][figure] / sides[other][figure],
        sides=sides,
        runs={name: [round(run[figure], 3) for run in found] for name, found in runs.items()},
        disturbed=sum(run.get("foreign_cpu", 0.0) > CALM for found in runs.values() for run in found),
        wrong=[f"{name}: {what}" for name, found in runs.items() for run in found for what in _wrong(run)],
        notes=list(notes),
    )


def medians(runs: Sequence[Run]) -> dict[str, float]:
    """Of every figure that is a number."""
    names = [name for name, value in runs[0].items() if isinstance(value, int | float)]
    return {name: median(run[name] for run in runs) for name in names}


def _wrong(run: Run) -> Any:
    return run.get("wrong", ())
