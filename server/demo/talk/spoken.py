"""The languages together, and how often each is heard."""

from . import Talk, de, en, it, pl

TALKS: dict[str, Talk] = {"en": en.TALK, "de": de.TALK, "it": it.TALK, "pl": pl.TALK}
SHARES: dict[str, float] = {"en": 0.34, "de": 0.36, "it": 0.18, "pl": 0.12}
