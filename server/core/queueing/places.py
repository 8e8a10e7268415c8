"""How long somebody waits who stands in a queue, by his place in it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from .special import beta_share, gamma_share, inverse

HARDLY = 1e7  # servers' rate in units of giving up, beyond which giving up hardly counts


@dataclass(frozen=True)
class Place:
    """`position` 1 is next; all `servers` are busy, each for `time` seconds in the mean, exponentially.

    `patience`: after how many seconds in the mean those before him give up; None: they do not.

    Without patience the wait is Erlang(k, N/time): an incomplete gamma function. With it, it is a sum of
    exponentials with the rates N/time + (j-1)/patience, j = 1…k. Those are equally spaced, so that
    exp(-wait/patience) has the distribution Beta(N patience/time, k): an incomplete beta function. Both are
    exact and stable for every k, however large. Only where patience hardly counts (over ten million times
    as long as one service) is the sum taken as an Erlang of the same mean, which is right to some 1e-7.
    """

    position: int
    servers: int
    time: float
    patience: float | None = None

    def mean(self) -> float:
        """Seconds."""
        rate = self.servers / self.time
        if self.patience is None:
            return self.position / rate
        return math.fsum(1 / (rate + j / self.patience) for j in range(self.position))

    def within(self, seconds: float) -> float:
        """The chance to be served by then, if he does not give up himself."""
        return self._by(seconds)

    def quantile(self, share: float) -> float:
        """Seconds in which that share of those at this place is served."""
        return inverse(self._by, share, self.position * self.time / self.servers)

    def served(self, within: float) -> float:
        """The same as `within`, where he gives up as the others do: the chance to be served, and by then.

        With U = exp(-wait/patience) ~ Beta(s, k) it is E[U; U >= exp(-within/patience)], which is
        s/(s+k) times the like share of Beta(s+1, k).
        """
        if self.patience is None:
            return self._by(within)
        s, k = self._strength, self.position
        return s / (s + k) * _moved_up(k, s + 1, within / self.patience)

    @property
    def _strength(self) -> float:
        """The rate of serving in units of that of giving up."""
        return self.servers * (self.patience or 0) / self.time

    @cached_property
    def _by(self) -> Callable[[float], float]:
        k, patience = self.position, self.patience
        if patience is None or self._strength > HARDLY:
            rate = k / self.mean()
            return lambda seconds: gamma_share(k, rate * seconds)
        s = self._strength
        return lambda seconds: _moved_up(k, s, seconds / patience)


def _moved_up(k: int, strength: float, passed: float) -> float:
    if passed <= 0:
        return 0.0
    return beta_share(k, strength, math.log(-math.expm1(-passed)), -passed)
