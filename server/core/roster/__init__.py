"""Who is to work when: shifts, and how many people they make at a time."""

from .from_csv import read_csv
from .from_ics import read_ics
from .shifts import KINDS, LONGEST, Broken, Kind, Shift, heads, must_fit, working

__all__ = [
    "KINDS",
    "LONGEST",
    "Broken",
    "Kind",
    "Shift",
    "heads",
    "must_fit",
    "read_csv",
    "read_ics",
    "working",
]
