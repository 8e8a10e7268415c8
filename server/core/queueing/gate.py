"""When so many wait that a message is the better offer: the chat shuts, and opens again, without flapping."""

from dataclasses import dataclass

PATIENT = 60_000  # ms for which it must be too long before the gate shuts
WELL_BELOW = 0.7  # of the longest wait: then it opens


@dataclass(frozen=True, slots=True)
class Gate:
    """`since`: from when on the wait has been too long, ms; None: it is not."""

    is_shut: bool = False
    since: int | None = None


OPEN = Gate()


def judged(gate: Gate, mean: float | None, longest: int | None, now: int) -> Gate:
    """The gate after a look at `now` (ms). `mean`: how long the next one would wait, `longest`: how long
    anybody should, both in seconds; without the one or the other there is nothing to shut.
    """
    if mean is None or longest is None:
        return OPEN
    if gate.is_shut:
        return OPEN if mean < WELL_BELOW * longest else gate
    if mean <= longest:
        return OPEN
    # A clock that was set back begins anew.
    since = now if gate.since is None else min(gate.since, now)
    return Gate(now - since >= PATIENT, since)
