"""Frames made from a vector's bare inputs. Which rows they become depends on what the inputs are called."""

from collections.abc import Callable, Sequence

from . import customers, money, people, servqual
from .customers import edges
from .rows import BadInputs, Found, Inputs, frame

__all__ = ["BadInputs", "edges", "frame", "made"]

Make = Callable[[Inputs, str], Found]
_STAY, _COST = ("crr", "ccr"), ("cost_per_ticket", "cost_to_revenue")
_ADAPTERS: tuple[tuple[Sequence[str], Sequence[str], Make], ...] = (
    (_STAY, ("S", "E"), customers.named),
    ((*_STAY, "mrr_growth", "expansion_rate"), ("relations",), customers.relations),
    ((*_STAY, "repeat_rate", "repeat_revenue_share"), ("purchases",), customers.bought),
    (_STAY, ("CS", "CE"), customers.counted),
    (("repeat_rate",), ("purchases_per_customer",), customers.times_bought),
    (("repeat_rate",), ("repeat",), customers.repeated),
    (("repeat_rate",), ("two_or_more",), customers.repeated),
    (("referral",), ("referred", "new"), customers.came),
    (("referral",), ("referrers", "active"), customers.took_part),
    (("referral",), ("customers",), customers.known),
    (_COST, ("expense",), money.costs),
    (_COST, ("revenue",), money.costs),
    (("repeat_revenue_share",), (), money.shared),
    (("expansion_rate",), (), money.expanded),
    (("mrr_growth",), (), money.grew),
    (("engagement_asked",), ("items",), people.items),
    (("engagement_asked",), ("scores",), people.would_recommend),
    (("turnover",), ("leavers", "start", "end"), people.headcount),
    (("turnover",), ("leavers", "headcount"), people.headcount),
    (("turnover",), ("staff",), people.staff),
    (("servqual",), ("gaps",), servqual.gaps),
    (("servqual",), ("P_raw", "E_raw"), servqual.raw_pairs),
    (("servqual",), ("respondents",), servqual.respondents),
    (("servqual",), ("P",), servqual.pairs),
    (("servqual",), ("weights",), servqual.only_weights),
    (("brand_attributes",), ("attributes",), servqual.attributes),
)


def made(kpi: str, inputs: Inputs, tz: str) -> Found | None:
    """None: nothing here is made from such inputs. Raises BadInputs."""
    for of, keys, make in _ADAPTERS:
        if kpi in of and set(keys) <= set(inputs):
            return make(inputs, tz)
    return None
