"""Queueing theory: how long people wait, and how many it takes. Rates are per second, times in seconds.

`load` is the offered load in Erlang: arrivals a second times how long each takes. A server is whatever serves
one at a time: an agent, or one of his slots. Formulas: docs/staffing.md.
"""

from .erlang import Served, erlang_a, erlang_b, erlang_c
from .gate import Gate, judged
from .outlook import LONGEST, Outlook, Wait
from .patience import mean_patience
from .places import Place
from .staffing import Goal, Staff, effective_time, factor_staff, required, slot_staff, staffed

__all__ = [
    "LONGEST",
    "Gate",
    "Goal",
    "Outlook",
    "Place",
    "Served",
    "Staff",
    "Wait",
    "effective_time",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "factor_staff",
    "judged",
    "mean_patience",
    "required",
    "slot_staff",
    "staffed",
]
