"""Frames made from a vector's bare inputs. Which rows they become depends on what the inputs are called."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import polars as pl

from .. import given
from ..asking import periods
from ..asking.ask import Ask
from ..given import servqual
from ..given.customers import at_both_ends
from ..tables import Frames

Inputs = Mapping[str, Any]
Rows = list[tuple[Any, ...]]

START = 1_767_225_600_000  # 2026-01-01 00:00 UTC
DAY = 86_400_000
UNTIL = START + 30 * DAY
PERIOD = {"since": START, "until": UNTIL}
BEFORE, WITHIN = START - DAY, START + DAY
MOST_TICKETS = 1_000_000


class BadInputs(ValueError):
    """Inputs from which no figure follows; the message is a code."""


@dataclass(frozen=True)
class Found:
    """Rows by frame; the period, options that the inputs mean, and what they answer by themselves."""

    rows: Mapping[str, Rows] = field(default_factory=dict)
    bounds: Mapping[str, int] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    tickets: int = 0

    def frames(self) -> Frames:
        return {name: frame(name, rows) for name, rows in self.rows.items()}


def frame(name: str, rows: Rows) -> pl.LazyFrame:
    return pl.DataFrame(rows, schema=dict(given.SCHEMAS[name]), orient="row", strict=False).lazy()


def made(kpi: str, inputs: Inputs, tz: str) -> Found | None:
    """None: nothing here is made from such inputs. Raises BadInputs."""
    for of, keys, make in _ADAPTERS:
        if kpi in of and set(keys) <= set(inputs):
            return make(inputs, tz)
    return None


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


# -- customers -----------------------------------------------------------------------------------------------


def _counted(inputs: Inputs, _: str) -> Found:
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


def _named(inputs: Inputs, _: str) -> Found:
    return _of_sets(inputs["S"], inputs["E"], inputs.get("merges") or ())


def _of_sets(first: Sequence[str], last: Sequence[str], merges: Iterable[Sequence[str]] = ()) -> Found:
    spans: Rows = [(customer, BEFORE, WITHIN, None, None) for customer in first]
    spans += [(customer, WITHIN, None, None, None) for customer in last]
    return Found({"relations": spans, "merges": [(one, into, BEFORE) for one, into in merges]}, PERIOD)


def _relations(inputs: Inputs, tz: str) -> Found:
    spans = [_span(one, tz) for one in inputs["relations"]]
    return Found({"relations": spans, "merges": _merges(inputs)})


def _span(one: Any, tz: str) -> tuple[Any, ...]:  # noqa: ANN401
    """`[customer, from, to, amount]`, the amount a month and the end may be missing."""
    customer, since, until, amount = (*one, None, None)[:4]
    return customer, _at(since, tz), _at(until, tz), _money(amount), None


def _bought(inputs: Inputs, tz: str) -> Found:
    """`[customer, when, amount]`; the amount may be missing."""
    rows = [(one[0], _at(one[1], tz), _money((*one, None)[2]), None) for one in inputs["purchases"]]
    known = [(one[0], _at(one[1], tz), (*one, None)[2], None) for one in inputs.get("customers") or ()]
    return Found({"purchases": rows, "merges": _merges(inputs), "customers": known})


def _merges(inputs: Inputs) -> Rows:
    return [(one[0], one[1], 0) for one in inputs.get("merges") or ()]


def _times_bought(inputs: Inputs, _: str) -> Found:
    """How often each customer bought in the period."""
    times = inputs["purchases_per_customer"]
    bought: Rows = [(f"c{i}", WITHIN, None, None) for i, n in enumerate(times) for _ in range(n)]
    return Found({"purchases": bought}, PERIOD)


def _repeated(inputs: Inputs, _: str) -> Found:
    again = int(_first(inputs, "repeat", "two_or_more"))
    all_ = int(_first(inputs, "buyers", "customers", "one_or_more"))
    return _times_bought({"purchases_per_customer": [2] * again + [1] * (all_ - again)}, "")


def _came(inputs: Inputs, _: str) -> Found:
    referred, new = int(inputs["referred"]), int(inputs["new"])
    if referred > new:
        raise BadInputs("more_referred_than_new")
    known: Rows = [(f"c{i}", WITHIN, "referral" if i < referred else "search", None) for i in range(new)]
    return Found({"customers": known}, PERIOD)


def _known(inputs: Inputs, tz: str) -> Found:
    """`[customer, since, source, referred by]`."""
    rows = [((*one, None, None, None)[:4]) for one in inputs["customers"]]
    known = [(customer, _at(since, tz), source, by) for customer, since, source, by in rows]
    return Found({"customers": known, "merges": _merges(inputs)})


def _took_part(inputs: Inputs, _: str) -> Found:
    referrers, there = int(inputs["referrers"]), int(inputs["active"])
    spans: Rows = [(f"c{i}", BEFORE, None, None, None) for i in range(there)]
    came: Rows = [(f"n{i}", WITHIN, "referral", f"c{i}") for i in range(referrers)]
    return Found({"relations": spans, "customers": came}, PERIOD, ("participation",))


# -- money ---------------------------------------------------------------------------------------------------


def _costs(inputs: Inputs, _: str) -> Found:
    money: Rows = [
        (kind, WITHIN, _money(inputs[kind]), inputs.get("currency"))
        for kind in ("expense", "revenue")
        if inputs.get(kind) is not None
    ]
    tickets = int(_first(inputs, "tickets", "conversations", default=0))
    if not 0 <= tickets <= MOST_TICKETS:
        raise BadInputs("tickets")
    return Found({"money": money}, PERIOD, tickets=tickets)


def _shared(inputs: Inputs, _: str) -> Found:
    """Revenue of those who were customers before, and all revenue."""
    existing = _money(_first(inputs, "existing", "existing_revenue", "recurring"))
    revenue = _money(_first(inputs, "revenue", "total"))
    rows: Rows = [("old", WITHIN, existing, None), ("new", WITHIN, (revenue or 0) - (existing or 0), None)]
    return Found({"purchases": rows, "customers": [("old", BEFORE, None, None)]}, PERIOD)


def _grew(inputs: Inputs, _: str) -> Found:
    before = _money(_first(inputs, "mrr_from", "from", "start"))
    after = _money(_first(inputs, "mrr_to", "to", "end"))
    return _paid([("c", before, after)])


def _expanded(inputs: Inputs, _: str) -> Found:
    recurring = _money(_first(inputs, "recurring", "mrr_from", "recurring_revenue")) or Decimal(0)
    more = _money(_first(inputs, "expansion", "expansion_revenue")) or Decimal(0)
    return _paid([("c", recurring, recurring + more)])


def _paid(customers: Iterable[tuple[str, Decimal | None, Decimal | None]]) -> Found:
    """What each pays a month before the period, and from within it on."""
    spans: Rows = []
    for customer, before, after in customers:
        spans += [(customer, BEFORE, WITHIN, before, None)] if before else []
        spans += [(customer, WITHIN, None, after, None)] if after else []
    return Found({"relations": spans}, PERIOD)


# -- people --------------------------------------------------------------------------------------------------


def _items(inputs: Inputs, _: str) -> Found:
    """A list of answers each question, by name or in order; who answered stands at the same place in all."""
    items = inputs["items"]
    named = items if isinstance(items, Mapping) else {f"q{n:03d}": one for n, one in enumerate(items)}
    answers: Rows = [
        (f"r{who}", None, WITHIN, "likert", question, score)
        for question, scores in named.items()
        for who, score in enumerate(scores)
        if score is not None
    ]
    return Found({"staff_answers": answers}, PERIOD)


def _would_recommend(inputs: Inputs, _: str) -> Found:
    scores = inputs["scores"]
    answers: Rows = [(f"r{who}", None, WITHIN, "enps", "q", score) for who, score in enumerate(scores)]
    return Found({"staff_answers": answers}, PERIOD, ("enps",))


def _headcount(inputs: Inputs, _: str) -> Found:
    """So many leavers, who were there at the start as far as there were as many; others may be gone just when
    the period ends.
    """
    first, last = inputs["headcount"] if "headcount" in inputs else (inputs["start"], inputs["end"])
    left, first, last = int(inputs["leavers"]), int(first), int(last)
    old_leavers = min(left, first)
    stayed = first - old_leavers
    staff: Rows = [(None, None, BEFORE, WITHIN)] * old_leavers
    staff += [(None, None, BEFORE, None if number < last else UNTIL) for number in range(stayed)]
    staff += [(None, None, WITHIN, WITHIN + DAY)] * (left - old_leavers)
    staff += [(None, None, WITHIN, None)] * max(0, last - stayed)
    return Found({"staff": staff}, PERIOD)


def _staff(inputs: Inputs, tz: str) -> Found:
    """`[person, from, to]`."""
    spans = [(*one, None)[:3] for one in inputs["staff"]]
    return Found({"staff": [(who, None, _at(since, tz), _at(until, tz)) for who, since, until in spans]})


# -- SERVQUAL and the brand ----------------------------------------------------------------------------------


def _gaps(inputs: Inputs, _: str) -> Found:
    """A gap a dimension, or one for each respondent; all of its items have it."""
    gaps = {name: value if isinstance(value, list) else [value] for name, value in inputs["gaps"].items()}
    answers: Rows = []
    for dimension, each in gaps.items():
        for who, gap in enumerate(each):
            if gap is not None:
                answers += [_item(who, number, 4 - gap / 2, 4 + gap / 2) for number in _numbers(dimension)]
    respondents = max((len(each) for each in gaps.values()), default=0)
    return _weighed(inputs, answers, respondents)


def _numbers(dimension: str) -> range:
    if dimension not in servqual.DIMENSIONS:
        raise BadInputs("unknown_dimension")
    return servqual.DIMENSIONS[dimension]


def _pairs(inputs: Inputs, _: str) -> Found:
    """Items as they are to be taken: all 22, or those of a dimension, which their number tells. Of several
    respondents there is a list of such lists.
    """
    answers, respondents = _answered(inputs, inputs["P"], inputs.get("E"), turned=False)
    found = _weighed(inputs, answers, respondents)
    if "dimension" in inputs or respondents != 1 or len(inputs["P"]) == 22:
        return found
    return replace(found, told=_of_any(answers))


def _respondents(inputs: Inputs, tz: str) -> Found:
    """Each with all that he said: `P`, `E` and `weights`."""
    each = inputs["respondents"]
    names = [name for name in ("P", "E", "weights") if all(name in one for one in each)]
    together = {name: [one[name] for one in each] for name in names}
    return _pairs({**inputs, **together}, tz)


def _of_any(answers: Rows) -> dict[str, Any]:
    """Items of a dimension that is not named: it may be any that has so many."""
    size = len(answers)
    items = [{"question": one[3], "expected": one[5], "score": one[6], "reversed": one[7]} for one in answers]
    gap = next(iter(servqual.gaps_of({"items": items}).values()), None)
    return {name: gap for name, numbers in servqual.DIMENSIONS.items() if len(numbers) == size}


def _raw_pairs(inputs: Inputs, _: str) -> Found:
    """As they were ticked: the negatively worded ones are turned round. A single item is one of them."""
    got, wanted = inputs["P_raw"], inputs["E_raw"]
    told = {}
    if not isinstance(got, list):
        told = {"P": servqual.turned(got), "E": servqual.turned(wanted)}
        told["gap"] = told["P"] - told["E"]
        got, wanted = [got], [wanted]
    return Found(_weighed(inputs, *_answered(inputs, got, wanted, turned=True)).rows, PERIOD, told=told)


def _answered(inputs: Inputs, got: list[Any], wanted: list[Any] | None, *, turned: bool) -> tuple[Rows, int]:
    each = got if got and isinstance(got[0], list) else [got]
    hoped = (
        wanted if wanted and isinstance(wanted[0], list) else [wanted or [None] * len(each[0])] * len(each)
    )
    answers: Rows = []
    for who, (perceived, expected) in enumerate(zip(each, hoped, strict=True)):
        numbers = _items_of(inputs, len(perceived), turned)
        for number, p, e in zip(numbers, perceived, expected, strict=True):
            answers.append(_item(who, number, e, p, turned and number in servqual.WORDED_NEGATIVELY))
    return answers, len(each)


def _items_of(inputs: Inputs, size: int, turned: bool) -> Sequence[int]:
    if "dimension" in inputs:
        return _numbers(inputs["dimension"])
    if size == 22:
        return range(1, 23)
    if turned:
        return servqual.WORDED_NEGATIVELY[:size]
    found = [items for items in servqual.DIMENSIONS.values() if len(items) == size]
    if not found:
        raise BadInputs("items")
    return found[0]


def _item(who: int, number: int, expected: Any, got: Any, reversed_: bool = False) -> tuple[Any, ...]:  # noqa: ANN401
    return (f"r{who}", WITHIN, "servqual", str(number), "1-7", expected, got, reversed_)


def _only_weights(inputs: Inputs, _: str) -> Found:
    return _weighed(inputs, [], 1)


def _weighed(inputs: Inputs, answers: Rows, respondents: int) -> Found:
    """Without weights all dimensions weigh alike; with some that do not sum to 100 nothing follows."""
    weights = inputs.get("weights")
    if not weights:
        return Found({"survey_answers": answers}, PERIOD)
    each = weights if isinstance(weights, list) else [weights] * respondents
    for one in each:
        total = sum((Decimal(str(weight)) for weight in one.values()), Decimal(0))
        if abs(total - servqual.WEIGHTS) > Decimal("1e-9"):
            raise BadInputs("weights_sum")
    rows: Rows = [(f"r{who}", name, float(w)) for who, one in enumerate(each) for name, w in one.items()]
    return Found({"survey_answers": answers, "survey_weights": rows}, PERIOD, ("weighted",))


def _attributes(inputs: Inputs, _: str) -> Found:
    scale = str(inputs.get("scale", "1-5"))
    answers: Rows = [
        (f"r{who}", WITHIN, "brand", name, scale, None, score, False)
        for name, scores in inputs["attributes"].items()
        for who, score in enumerate(scores)
    ]
    return Found({"survey_answers": answers}, PERIOD)


# -- plain values --------------------------------------------------------------------------------------------

_NOTHING = object()


def _first(inputs: Inputs, *names: str, default: Any = _NOTHING) -> Any:  # noqa: ANN401
    """The first of these that is given."""
    for name in names:
        if name in inputs:
            return inputs[name]
    if default is _NOTHING:
        raise KeyError(names[0])
    return default


def _money(value: Any) -> Decimal | None:  # noqa: ANN401
    return None if value is None else Decimal(str(value))


def _at(text: Any, tz: str) -> int | None:  # noqa: ANN401
    return text if text is None or isinstance(text, int) else periods.instant_of(str(text), tz)


Make = Callable[[Inputs, str], Found]
_STAY, _COST = ("crr", "ccr"), ("cost_per_ticket", "cost_to_revenue")
_ADAPTERS: tuple[tuple[Sequence[str], Sequence[str], Make], ...] = (
    (_STAY, ("S", "E"), _named),
    ((*_STAY, "mrr_growth", "expansion_rate"), ("relations",), _relations),
    ((*_STAY, "repeat_rate", "repeat_revenue_share"), ("purchases",), _bought),
    (_STAY, ("CS", "CE"), _counted),
    (("repeat_rate",), ("purchases_per_customer",), _times_bought),
    (("repeat_rate",), ("repeat",), _repeated),
    (("repeat_rate",), ("two_or_more",), _repeated),
    (("referral",), ("referred", "new"), _came),
    (("referral",), ("referrers", "active"), _took_part),
    (("referral",), ("customers",), _known),
    (_COST, ("expense",), _costs),
    (_COST, ("revenue",), _costs),
    (("repeat_revenue_share",), (), _shared),
    (("expansion_rate",), (), _expanded),
    (("mrr_growth",), (), _grew),
    (("engagement_asked",), ("items",), _items),
    (("engagement_asked",), ("scores",), _would_recommend),
    (("turnover",), ("leavers", "start", "end"), _headcount),
    (("turnover",), ("leavers", "headcount"), _headcount),
    (("turnover",), ("staff",), _staff),
    (("servqual",), ("gaps",), _gaps),
    (("servqual",), ("P_raw", "E_raw"), _raw_pairs),
    (("servqual",), ("respondents",), _respondents),
    (("servqual",), ("P",), _pairs),
    (("servqual",), ("weights",), _only_weights),
    (("brand_attributes",), ("attributes",), _attributes),
)
