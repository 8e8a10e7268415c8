"""What is paid, earned and spent."""

from collections.abc import Iterable
from decimal import Decimal

from .rows import BEFORE, MOST_TICKETS, PERIOD, WITHIN, BadInputs, Found, Inputs, Rows, amount, first


def costs(inputs: Inputs, _: str) -> Found:
    money: Rows = [
        (kind, WITHIN, amount(inputs[kind]), inputs.get("currency"))
        for kind in ("expense", "revenue")
        if inputs.get(kind) is not None
    ]
    tickets = int(first(inputs, "tickets", "conversations", default=0))
    if not 0 <= tickets <= MOST_TICKETS:
        raise BadInputs("tickets")
    return Found({"money": money}, PERIOD, tickets=tickets)


def shared(inputs: Inputs, _: str) -> Found:
    """Revenue of those who were customers before, and all revenue."""
    existing = amount(first(inputs, "existing", "existing_revenue", "recurring"))
    revenue = amount(first(inputs, "revenue", "total"))
    rows: Rows = [("old", WITHIN, existing, None), ("new", WITHIN, (revenue or 0) - (existing or 0), None)]
    return Found({"purchases": rows, "customers": [("old", BEFORE, None, None)]}, PERIOD)


def grew(inputs: Inputs, _: str) -> Found:
    before = amount(first(inputs, "mrr_from", "from", "start"))
    after = amount(first(inputs, "mrr_to", "to", "end"))
    return _paid([("c", before, after)])


def expanded(inputs: Inputs, _: str) -> Found:
    recurring = amount(first(inputs, "recurring", "mrr_from", "recurring_revenue")) or Decimal(0)
    more = amount(first(inputs, "expansion", "expansion_revenue")) or Decimal(0)
    return _paid([("c", recurring, recurring + more)])


def _paid(customers: Iterable[tuple[str, Decimal | None, Decimal | None]]) -> Found:
    """What each pays a month before the period, and from within it on."""
    spans: Rows = []
    for customer, before, after in customers:
        spans += [(customer, BEFORE, WITHIN, before, None)] if before else []
        spans += [(customer, WITHIN, None, after, None)] if after else []
    return Found({"relations": spans}, PERIOD)
