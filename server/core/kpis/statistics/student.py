"""Student's t: what an interval around a mean is built of when the spread itself is estimated."""

import math
from functools import cache

TINY = 1e-300
CLOSE = 1e-15


@cache
def quantile(share: float, freedom: int) -> float:
    """The t that a share of the distribution lies below; `freedom` >= 1, 0 < share < 1."""
    if share < 0.5:
        return -quantile(1 - share, freedom)
    low, high = 0.0, 1.0
    while cumulative(high, freedom) < share:
        high *= 2
    while high - low > 1e-13 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if cumulative(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def cumulative(t: float, freedom: int) -> float:
    """The share below t."""
    tail = incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    return 1 - tail if t >= 0 else tail


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Numerical Recipes 6.4)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's method."""
    c, d = 1.0, 1 / _not_nil(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _not_nil(1 + step * d)
            c = _not_nil(1 + step / c)
            found *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return found


def _not_nil(value: float) -> float:
    return value if abs(value) > TINY else TINY
