"""How a visitor is asked what he thinks of it, and what his score means."""

from typing import Literal

Look = Literal["stars", "smileys", "thumbs"]

FIVE = "1-5"
SCALES: dict[Look, str] = {"stars": FIVE, "smileys": FIVE, "thumbs": "0-1"}
# Scale: from which score on somebody is satisfied.
SATISFIED_FROM = {FIVE: 4, "0-1": 1}


def bounds_of(scale: str) -> tuple[int, int]:
    """The least and the greatest score."""
    low, high = scale.split("-")
    return int(low), int(high)


def look_of(scale: str, wished: Look) -> Look:
    """As the site asks now, if that is on the scale on which this survey was sent."""
    if SCALES[wished] == scale:
        return wished
    return next((look for look, of_it in SCALES.items() if of_it == scale), "stars")


def is_low(scale: str, score: int | None) -> bool:
    """Whoever gave it is not satisfied."""
    least = SATISFIED_FROM.get(scale)
    return score is not None and least is not None and score < least
