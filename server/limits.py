"""How often is too often: exact, in memory, with time passed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

FORGET_AT = 10_000


@dataclass(slots=True)
class Limiter:
    """`burst` at once, then `per_second`. Generic cell rate algorithm (ITU-T I.371): one number a key."""

    burst: int
    per_second: float
    _due: dict[str, float] = field(default_factory=dict)
    _forget_at: int = FORGET_AT
    _every: float = field(init=False)
    _slack: float = field(init=False)

    def __post_init__(self) -> None:
        self._every = 1 / self.per_second
        self._slack = (self.burst - 1) * self._every

    def wait(self, key: str, now: float) -> float | None:
        """What `admit` would say; nothing is counted."""
        wait = self._due.get(key, now) - now - self._slack
        return wait if wait > 1e-9 else None

    def admit(self, key: str, now: float) -> float | None:
        """None: admitted, and counted. Else the seconds until it would be; then nothing is counted.

        `now` in seconds, of a clock that never runs back.
        """
        wait = self.wait(key, now)
        if wait is None:
            self.count(key, now)
        return wait

    def count(self, key: str, now: float) -> None:
        """Admitted, by whoever has looked at `wait`."""
        due = self._due.get(key, now)
        self._due[key] = (due if due > now else now) + self._every
        if len(self._due) > self._forget_at:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Whoever could send a whole burst again need not be remembered."""
        self._due = {key: due for key, due in self._due.items() if due > now}
        # Twice what is left: so many at once must not make each of them pay for the rest.
        self._forget_at = max(FORGET_AT, 2 * len(self._due))


def admit_all(limits: Sequence[tuple[Limiter, str]], now: float) -> float | None:
    """Counted with each of them, or with none: then the seconds until the slowest has room."""
    longest: float | None = None
    for limiter, key in limits:
        wait = limiter.wait(key, now)
        if wait is not None and (longest is None or wait > longest):
            longest = wait
    if longest is None:
        for limiter, key in limits:
            limiter.count(key, now)
    return longest


@dataclass(slots=True)
class Attempts:
    """Failed attempts within a sliding window of `window` seconds. Counted when they begin, so that many at
    once are no way around it; given back when they succeed.
    """

    window: float = 15 * 60
    _begun: dict[str, list[float]] = field(default_factory=dict)

    def begin(self, limits: dict[str, int], now: float) -> float | None:
        """None: go on. Else the seconds until the fullest key has room again; then nothing is counted."""
        waits = [wait for key, most in limits.items() if (wait := self._wait(key, most, now)) > 0]
        if waits:
            return max(waits)
        for key in limits:
            self._begun.setdefault(key, []).append(now)
        if len(self._begun) > FORGET_AT:
            self._begun = {key: begun for key, begun in self._begun.items() if begun[-1] > now - self.window}
        return None

    def succeeded(self, limits: dict[str, int]) -> None:
        for key in limits:
            begun = self._begun.get(key)
            if begun:
                begun.pop()
            if not begun:
                self._begun.pop(key, None)

    def _wait(self, key: str, most: int, now: float) -> float:
        recent = [at for at in self._begun.get(key, ()) if at > now - self.window]
        if recent:
            self._begun[key] = recent
        else:
            self._begun.pop(key, None)
        return recent[-most] + self.window - now if len(recent) >= most else 0.0
