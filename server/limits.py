"""How often is too often: exact, in memory, with time passed in."""

from dataclasses import dataclass, field

FORGET_AT = 10_000


@dataclass(slots=True)
class Limiter:
    """`burst` at once, then `per_second`. Generic cell rate algorithm (ITU-T I.371): one number a key."""

    burst: int
    per_second: float
    _due: dict[str, float] = field(default_factory=dict)

    def admit(self, key: str, now: float) -> float | None:
        """None: admitted, and counted. Else the seconds until it would be; then nothing is counted.

        `now` in seconds, of a clock that never runs back.
        """
        every = 1 / self.per_second
        due = max(self._due.get(key, now), now)
        wait = due - now - (self.burst - 1) * every
        if wait > 1e-9:
            return wait
        self._due[key] = due + every
        if len(self._due) > FORGET_AT:
            self._forget(now)
        return None

    def _forget(self, now: float) -> None:
        """Whoever could send a whole burst again need not be remembered."""
        self._due = {key: due for key, due in self._due.items() if due > now}


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
