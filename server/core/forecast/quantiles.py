"""The inverse of three distributions, by the special functions of queueing."""

import math
from collections.abc import Callable

from server.core.queueing.special import beta_share, gamma_share, inverse


def chi2(share: float, degrees: float) -> float:
    """The value below which that share of a chi-squared distribution lies."""
    return 2 * gamma(share, degrees / 2, 1.0)


def gamma(share: float, shape: float, rate: float) -> float:
    """The same of a gamma distribution with the mean `shape / rate`."""
    return inverse(lambda x: gamma_share(shape, x), share, shape) / rate


def negative_binomial(share: float, size: float, chance: float) -> int:
    """The least count that is not exceeded with `share`: failures before the `size`-th success.

    Its mean is `size * (1 - chance) / chance`; P(Y <= y) = I_chance(size, y + 1).
    """
    log_p, log_q = math.log(chance), math.log1p(-chance)
    return _least(lambda y: beta_share(size, y + 1, log_p, log_q) >= share - 1e-12)


def _least(is_enough: Callable[[int], bool]) -> int:
    """The first number from 0 on of which it is so, and of all after it."""
    if is_enough(0):
        return 0
    below, above = 0, 1
    while not is_enough(above):
        below, above = above, 2 * above
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if is_enough(middle) else (middle, above)
    return above
