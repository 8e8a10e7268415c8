"""How long people wait before they give up, from what was seen."""

from collections.abc import Iterable


def mean_patience(answered: Iterable[float], abandoned: Iterable[float]) -> float | None:
    """Seconds, from the waits of those who were answered and of those who gave up; None: nobody did.

    The most likely mean of an exponential patience where the answered did not use theirs up: all waiting
    together, by the number of those who gave up.
    """
    given_up = list(abandoned)
    if not given_up:
        return None
    return (sum(answered) + sum(given_up)) / len(given_up)
