"""Two special functions that waiting needs, and the inverse of whatever rises."""

import math
from collections.abc import Callable

TINY = 1e-300
CLOSE = 1e-15
MOST = 100_000  # terms; they grow with the root of the arguments


def gamma_share(k: float, x: float) -> float:
    """P(k, x), the regularised lower incomplete gamma function: Erlang's distribution, exact for every k.

    Source: series and continued fraction (Lentz), DLMF 8.7.1 and 8.9.2.
    """
    if x <= 0:
        return 0.0
    scale = math.exp(k * math.log(x) - x - math.lgamma(k))
    if x < k + 1:
        return min(1.0, scale * _series(k, x))
    return max(0.0, 1 - scale * _lentz(x + 1 - k, lambda i: (-i * (i - k), x + 2 * i + 1 - k)))


def beta_share(a: float, b: float, log_x: float, log_rest: float) -> float:
    """I_x(a, b), the regularised incomplete beta function, by the logarithms of x and 1 - x: either may be
    too small for a float. Source: continued fraction, DLMF 8.17.22.
    """
    x = math.exp(log_x)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, log_rest, log_x)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    scale = math.exp(a * log_x + b * log_rest - log_beta)
    return min(1.0, scale / a * _lentz(1.0, lambda i: (_beta_term(i, a, b, x), 1.0)))


def inverse(rises: Callable[[float], float], share: float, guess: float) -> float:
    """Where a continuous function that rises from 0 towards 1 over the positive numbers reaches `share`."""
    low, high = 0.0, max(guess, TINY)
    while rises(high) < share:
        low, high = high, 2 * high
    return _between(rises, share, low, high)


def _between(rises: Callable[[float], float], share: float, low: float, high: float) -> float:
    """By false position, kept from standing still (the Illinois way)."""
    below, above = rises(low) - share, rises(high) - share
    side = 0
    while high - low > 1e-9 * high:
        middle = (low * above - high * below) / (above - below)
        if not low < middle < high:
            middle = (low + high) / 2
        found = rises(middle) - share
        if abs(found) < 1e-12:
            return middle
        if found < 0:
            low, below, above = middle, found, above / 2 if side < 0 else above
            side = -1
        else:
            high, above, below = middle, found, below / 2 if side > 0 else below
            side = 1
    return high


def _series(k: float, x: float) -> float:
    term = total = 1 / k
    n = k
    while term > total * CLOSE:
        n += 1
        term *= x / n
        total += term
    return total


def _beta_term(i: int, a: float, b: float, x: float) -> float:
    m = i // 2
    if i % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def _lentz(first: float, term: Callable[[int], tuple[float, float]]) -> float:
    """1 / (first + a1 / (b1 + a2 / (b2 + …))), where `term(i)` gives (a, b)."""
    d = 1 / (first or TINY)
    c, found = 1 / TINY, d
    for i in range(1, MOST):
        a, b = term(i)
        d = 1 / ((b + a * d) or TINY)
        c = (b + a / c) or TINY
        found *= d * c
        if abs(d * c - 1) < CLOSE:
            break
    return found
