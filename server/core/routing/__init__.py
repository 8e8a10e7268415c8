"""Who gets what waits: looked at anew each time, from the queue and the agents as they stand.

waiting.py has the order of the queue, takers.py who fits and whose turn it is, matching.py brings them
together, and why.py says afterwards why. staff.py and crew.py only make it quick.
"""

from .crew import Crew
from .matching import Match, Place, given_out, matches
from .overflow import overflows_to
from .staff import Choice, Staff
from .takers import HOUR, Taker, with_one_more
from .waiting import Needs, Rank, Waiter, in_order, primary, rank
from .why import explained

__all__ = [
    "HOUR",
    "Choice",
    "Crew",
    "Match",
    "Needs",
    "Place",
    "Rank",
    "Staff",
    "Taker",
    "Waiter",
    "explained",
    "given_out",
    "in_order",
    "matches",
    "overflows_to",
    "primary",
    "rank",
    "with_one_more",
]
