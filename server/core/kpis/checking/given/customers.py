"""Customers who stay, come, buy and recommend."""

from collections.abc import Iterable, Sequence
from typing import Any

from ...asking.ask import Ask
from ...given.customers import at_both_ends
from ...tables import Frames
from .rows import BEFORE, PERIOD, WITHIN, BadInputs, Found, Inputs, Rows, amount, first, instant


def counted(inputs: Inputs, _: str) -> Found:
    """So many customers at the start, at the end, and of these so many new ones; who came and went within the
    period is none of them. What does not fit is refused.
    """
    first, last = int(inputs["CS"]), int(inputs["CE"])
    new = int(next((inputs[name] for name in ("CN_at_end", "CN") if name in inputs), max(0, last - first)))
    kept = last - new
    if kept < 0:
        raise BadInputs("negative")
    if kept > first:
        raise BadInputs("more_kept_than_there_were")
    return _of_sets([f"c{i}" for i in range(first)], [f"c{i}" for i in range(first - kept, first + new)])


def named(inputs: Inputs, _: str) -> Found:
    return _of_sets(inputs["S"], inputs["E"], inputs.get("merges") or ())


def _of_sets(first: Sequence[str], last: Sequence[str], merges: Iterable[Sequence[str]] = ()) -> Found:
    spans: Rows = [(customer, BEFORE, WITHIN, None, None) for customer in first]
    spans += [(customer, WITHIN, None, None, None) for customer in last]
    return Found({"relations": spans, "merges": [(one, into, BEFORE) for one, into in merges]}, PERIOD)


def relations(inputs: Inputs, tz: str) -> Found:
    spans = [_span(one, tz) for one in inputs["relations"]]
    return Found({"relations": spans, "merges": _merges(inputs)})


def _span(one: Any, tz: str) -> tuple[Any, ...]:  # noqa: ANN401
    """`[customer, from, to, amount]`, the amount a month and the end may be missing."""
    customer, since, until, monthly = (*one, None, None)[:4]
    return customer, instant(since, tz), instant(until, tz), amount(monthly), None


def bought(inputs: Inputs, tz: str) -> Found:
    """`[customer, when, amount]`; the amount may be missing."""
    rows = [(one[0], instant(one[1], tz), amount((*one, None)[2]), None) for one in inputs["purchases"]]
    known = [(one[0], instant(one[1], tz), (*one, None)[2], None) for one in inputs.get("customers") or ()]
    return Found({"purchases": rows, "merges": _merges(inputs), "customers": known})


def _merges(inputs: Inputs) -> Rows:
    return [(one[0], one[1], 0) for one in inputs.get("merges") or ()]


def times_bought(inputs: Inputs, _: str) -> Found:
    """How often each customer bought in the period."""
    times = inputs["purchases_per_customer"]
    bought: Rows = [(f"c{i}", WITHIN, None, None) for i, n in enumerate(times) for _ in range(n)]
    return Found({"purchases": bought}, PERIOD)


def repeated(inputs: Inputs, _: str) -> Found:
    again = int(first(inputs, "repeat", "two_or_more"))
    all_ = int(first(inputs, "buyers", "customers", "one_or_more"))
    return times_bought({"purchases_per_customer": [2] * again + [1] * (all_ - again)}, "")


def came(inputs: Inputs, _: str) -> Found:
    referred, new = int(inputs["referred"]), int(inputs["new"])
    if referred > new:
        raise BadInputs("more_referred_than_new")
    known: Rows = [(f"c{i}", WITHIN, "referral" if i < referred else "search", None) for i in range(new)]
    return Found({"customers": known}, PERIOD)


def known(inputs: Inputs, tz: str) -> Found:
    """`[customer, since, source, referred by]`."""
    rows = [((*one, None, None, None)[:4]) for one in inputs["customers"]]
    known = [(customer, instant(since, tz), source, by) for customer, since, source, by in rows]
    return Found({"customers": known, "merges": _merges(inputs)})


def took_part(inputs: Inputs, _: str) -> Found:
    referrers, there = int(inputs["referrers"]), int(inputs["active"])
    spans: Rows = [(f"c{i}", BEFORE, None, None, None) for i in range(there)]
    came: Rows = [(f"n{i}", WITHIN, "referral", f"c{i}") for i in range(referrers)]
    return Found({"relations": spans, "customers": came}, PERIOD, ("participation",))


def edges(frames: Frames, ask: Ask) -> dict[str, Any]:
    """Who was there at the beginning and at the end of the period, under the names of the formulas."""
    rows = at_both_ends(frames, ask).collect()
    first = set(rows.filter("in_s")["visitor"])
    last = set(rows.filter("in_e")["visitor"])
    sizes = {"CS": len(first), "CE": len(last), "CN": len(last - first)}
    return {
        "S": sorted(first),
        "E": sorted(last),
        **sizes,
        "retained": len(first & last),
        "lost": len(first - last),
    }
