"""From counts of the same cell in past weeks to what one more week may bring."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .quantiles import gamma, negative_binomial

Z95, Z80 = 1.96, 1.2816
ONE_SIDED_80 = 0.8416
SMALL = 5.0  # a mean below it, where a normal interval is rough
PRIOR = 0.5  # of a Gamma-Poisson: Jeffreys' shape, without a rate


@dataclass(frozen=True, slots=True)
class Prediction:
    """One future count. `low95` … `high80`: its prediction intervals, unrounded. `upper`: with 80 % the mean
    itself is not above it; that is what to staff for. `n`: how many past counts it comes from.
    """

    mean: float
    phi: float
    n: int
    low95: float
    high95: float
    low80: float
    high80: float
    upper: float
    spread: float

    def whole95(self) -> tuple[int, int]:
        return whole(self.low95, self.high95)

    def whole80(self) -> tuple[int, int]:
        return whole(self.low80, self.high80)


def whole(low: float, high: float) -> tuple[int, int]:
    """Counts are whole: rounded outward."""
    return math.floor(low), math.ceil(high)


def dispersion(cells: Iterable[Sequence[int]]) -> float:
    """Pooled: how much more they vary than Poisson counts would, at least 1. Cells where nobody came say
    nothing of it.
    """
    above = below = 0.0
    for counts in cells:
        if len(counts) > 1 and any(counts):
            n, total = len(counts), sum(counts)
            above += (n * sum(count * count for count in counts) - total * total) / total
            below += len(counts) - 1
    return max(1.0, above / below) if below else 1.0


def predicted(
    counts: Sequence[int],
    phi: float | None = None,
    level: float = 1.0,
    longer: float = 1.0,
    small: bool = False,
) -> Prediction:
    """`phi`: pooled over cells; None: this cell's own. `level`: the season's, times which the mean is taken.

    `longer`: how long the future cell is against the past ones (clocks change; it opens later).
    `small`: Gamma-Poisson also for means below 5 that vary no more than Poisson counts. Raises ValueError
    without counts.
    """
    if not counts:
        raise ValueError("nothing was counted yet")
    if phi is None:
        phi = dispersion([counts])
    scale = level * longer
    m, n = sum(counts) / len(counts), len(counts)
    if m == 0 or (small and m < SMALL and phi == 1):
        return _gamma_poisson(sum(counts), n, scale, phi)
    expected = m * scale
    # For equal cells phi m (1 + 1/n): the count's own chance, and that of the mean that is only estimated.
    spread = phi * (expected + expected * scale / n)
    of_mean = (phi - 1) * expected + phi * expected * scale / n
    return Prediction(
        expected,
        phi,
        n,
        *_around(expected, Z95 * math.sqrt(spread)),
        *_around(expected, Z80 * math.sqrt(spread)),
        upper=expected + ONE_SIDED_80 * math.sqrt(of_mean),
        spread=spread,
    )


def together(predictions: Sequence[Prediction]) -> Prediction:
    """The sum of cells that do not depend on each other: means add, and so do variances."""
    expected = math.fsum(one.mean for one in predictions)
    spread = math.fsum(one.spread for one in predictions)
    upper = math.sqrt(math.fsum((one.upper - one.mean) ** 2 for one in predictions))
    return Prediction(
        expected,
        max((one.phi for one in predictions), default=1.0),
        min((one.n for one in predictions), default=0),
        *_around(expected, Z95 * math.sqrt(spread)),
        *_around(expected, Z80 * math.sqrt(spread)),
        upper=expected + upper,
        spread=spread,
    )


def _around(middle: float, half: float) -> tuple[float, float]:
    return max(0.0, middle - half), middle + half


def _gamma_poisson(total: int, n: int, scale: float, phi: float) -> Prediction:
    """Exact for counts: the next one is negative binomial."""
    shape, rate = PRIOR + total, n / scale
    chance = rate / (rate + 1)
    low95, high95, low80, high80 = (
        float(negative_binomial(share, shape, chance)) for share in (0.025, 0.975, 0.1, 0.9)
    )
    return Prediction(
        total / rate,
        phi,
        n,
        low95,
        high95,
        low80,
        high80,
        upper=gamma(0.8, shape, rate),
        spread=shape / rate * (1 + 1 / rate),
    )
