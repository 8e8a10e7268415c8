"""Customers, money and staff a second time: plain loops over plain rows, straight from the definitions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

Rows = Sequence[tuple[Any, ...]]
DAY = 86_400_000


def true_name(customer: str, merges: Rows, now: int) -> str:
    """Who is left of him, the last word of each merge holding."""
    into = {one: other for one, other, at in sorted(merges, key=lambda row: row[2]) if at < now}
    been = [customer]
    while into.get(been[-1], been[-1]) not in been:
        been.append(into[been[-1]])
    return been[-1]


def active(relations: Rows, merges: Rows, at: int, now: int) -> set[str]:
    return {
        true_name(customer, merges, now)
        for customer, start, end, *_ in relations
        if start <= at and (end is None or at < end)
    }


def bought_lately(purchases: Rows, merges: Rows, at: int, days: int, now: int) -> set[str]:
    return {
        true_name(customer, merges, now) for customer, when, *_ in purchases if at - days * DAY <= when < at
    }


def share(part: int, whole: int) -> float | None:
    return None if whole == 0 else float(100 * Fraction(part, whole))


def retention(first: set[str], last: set[str]) -> float | None:
    return share(len(first & last), len(first))


def churn(first: set[str], last: set[str]) -> float | None:
    return share(len(first - last), len(first))


def net_change(first: set[str], last: set[str]) -> float | None:
    return share(len(first) - len(last), len(first))


def buyers(purchases: Rows, merges: Rows, since: int, until: int, now: int) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for customer, when, *_ in purchases:
        if since <= when < until:
            found[true_name(customer, merges, now)] += 1
    return found


def joined(customers: Rows, merges: Rows, now: int) -> dict[str, tuple[int, str | None]]:
    """Since when each is a customer, and from where: of what was merged, the earliest."""
    found: dict[str, tuple[int, str, str | None]] = {}
    for customer, since, source, _ in customers:
        name = true_name(customer, merges, now)
        if name not in found or (since, customer) < found[name][:2]:
            found[name] = (since, customer, source)
    return {name: (since, source) for name, (since, _, source) in found.items()}


def quotient(part: Fraction, whole: Fraction) -> float | None:
    return None if whole <= 0 else float(100 * part / whole)


def total(amounts: Iterable[Decimal]) -> Fraction:
    return sum((Fraction(amount) for amount in amounts), Fraction(0))


def monthly(relations: Rows, merges: Rows, at: int, now: int) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for customer, start, end, amount, _ in relations:
        if start <= at and (end is None or at < end):
            found[true_name(customer, merges, now)] += Fraction(amount)
    return found


def favourable(answers: Rows) -> float | None:
    """Each question's share of 4 and 5, and the mean of these; each respondent's last answer."""
    last: dict[tuple[str, str], int] = {}
    for who, _, _, _, question, score in sorted(answers, key=lambda row: row[2]):
        last[who, question] = score
    by_question: dict[str, list[int]] = defaultdict(list)
    for (_, question), score in last.items():
        by_question[question].append(score)
    people = {who for who, _ in last}
    shares = [
        Fraction(100 * sum(score >= 4 for score in scores), len(scores))
        for scores in by_question.values()
        if len(scores) >= 5
    ]
    return float(sum(shares, Fraction(0)) / len(shares)) if shares and len(people) >= 5 else None


def turnover(staff: Rows, since: int, until: int) -> float | None:
    def there(at: int) -> int:
        return sum(start <= at and (end is None or at < end) for _, _, start, end in staff)

    left = sum(end is not None and since <= end < until for _, _, _, end in staff)
    mean = Fraction(there(since) + there(until), 2)
    return None if mean == 0 else float(100 * left / mean)


def gaps(items: Mapping[int, tuple[int | None, int | None]], turned: bool) -> dict[str, Fraction]:
    """A respondent's mean gap a dimension; `turned`: his form had the negative items of 1988."""
    found = {}
    parts = {"tangibles": (1, 4), "reliability": (5, 9), "responsiveness": (10, 13), "assurance": (14, 17)}
    parts["empathy"] = (18, 22)
    for dimension, (first, last) in parts.items():
        pairs = []
        for number in range(first, last + 1):
            wanted, got = items.get(number, (None, None))
            if wanted is None or got is None:
                continue
            if turned and dimension in ("responsiveness", "empathy"):
                wanted, got = 8 - wanted, 8 - got
            pairs.append(got - wanted)
        if len(pairs) * 2 >= last - first + 1:
            found[dimension] = Fraction(sum(pairs), len(pairs))
    return found
