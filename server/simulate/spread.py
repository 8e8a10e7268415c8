"""How long something takes, and when people come: drawn from a chance that is given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from random import Random
from typing import Any, Literal

HOUR = 3_600_000  # ms

Likeness = Literal["exponential", "lognormal", "fixed"]
LIKE: tuple[Likeness, ...] = ("exponential", "lognormal", "fixed")


@dataclass(frozen=True, slots=True)
class Spread:
    """A span with that `mean`, in s. `spread`: of a lognormal one, its standard deviation over its mean."""

    mean: float
    like: Likeness = "exponential"
    spread: float = 1.0

    def drawn(self, chance: Random) -> int:
        """In ms."""
        return round(1000 * self._seconds(chance))

    def _seconds(self, chance: Random) -> float:
        match self.like:
            case "exponential":
                return chance.expovariate(1 / self.mean)
            case "lognormal":
                variance = log(1 + self.spread**2)
                return chance.lognormvariate(log(self.mean) - variance / 2, sqrt(variance))
            case "fixed":
                return self.mean

    @classmethod
    def from_plain(cls, plain: Any, what: str) -> "Spread":  # noqa: ANN401  (whatever stands in the file)
        """A mean alone, or an object. Raises ValueError."""
        if isinstance(plain, int | float) and not isinstance(plain, bool):
            plain = {"mean": plain}
        if not isinstance(plain, Mapping) or not set(plain) <= {"mean", "like", "spread"}:
            raise ValueError(f"{what}: a mean in seconds, or an object of mean, like and spread")
        found = cls(**plain)
        if found.like not in LIKE:
            raise ValueError(f"{what}: like is one of {', '.join(LIKE)}, not {found.like!r}")
        if not is_positive(found.mean) or not is_positive(found.spread):
            raise ValueError(f"{what}: mean and spread are numbers greater than 0")
        return found


def is_positive(value: object) -> bool:
    """A number greater than 0, and not without end."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")


def arrivals(per_hour: Sequence[float], begins: int, hours: float, chance: Random) -> Iterator[int]:
    """Instants, ms: Poisson in each hour, whose rates go round. From `begins` on, for so many hours."""
    ends = begins + round(hours * HOUR)
    at, number = float(begins), 0
    while at < ends:
        edge = begins + (number + 1) * HOUR
        rate = per_hour[number % len(per_hour)]
        step = chance.expovariate(rate) * HOUR if rate > 0 else float("inf")
        if at + step >= edge:
            # Nobody came in what was left of the hour. Chance has no memory: the next one begins anew.
            at, number = float(edge), number + 1
            continue
        at += step
        if at < ends:
            yield round(at)
