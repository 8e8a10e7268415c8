"""How many come in an hour, with what chance leaves open."""

from dataclasses import dataclass

from .quantiles import chi2


@dataclass(frozen=True, slots=True)
class Rate:
    """`low` and `high`: between them it lies with 95 %."""

    per_hour: float
    low: float
    high: float


def rate(count: int, hours: float, level: float = 0.95) -> Rate | None:
    """Of a Poisson process, by Garwood's exact interval; None: it was open for no time at all.

    Raises ValueError for what cannot have been counted.
    """
    if count < 0 or hours < 0:
        raise ValueError("neither a count nor hours can be negative")
    if hours == 0:
        return None
    left = (1 - level) / 2
    low = chi2(left, 2 * count) / 2 if count else 0.0
    high = chi2(1 - left, 2 * count + 2) / 2
    return Rate(count / hours, low / hours, high / hours)
