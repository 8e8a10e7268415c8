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
