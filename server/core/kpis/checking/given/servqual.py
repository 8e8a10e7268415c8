"""Answers of SERVQUAL, and to what a brand stands for."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ...given import servqual
from .rows import (
    PERIOD,
    WITHIN,
    BadInputs,
    Found,
    Inputs,
    Rows,
)


def gaps(inputs: Inputs, _: str) -> Found:
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


def pairs(inputs: Inputs, _: str) -> Found:
    """Items as they are to be taken: all 22, or those of a dimension, which their number tells. Of several
    respondents there is a list of such lists.
    """
    answers, respondents = _answered(inputs, inputs["P"], inputs.get("E"), turned=False)
    found = _weighed(inputs, answers, respondents)
    if "dimension" in inputs or respondents != 1 or len(inputs["P"]) == 22:
        return found
    return replace(found, told=_of_any(answers))


def respondents(inputs: Inputs, tz: str) -> Found:
    """Each with all that he said: `P`, `E` and `weights`."""
    each = inputs["respondents"]
    names = [name for name in ("P", "E", "weights") if all(name in one for one in each)]
    together = {name: [one[name] for one in each] for name in names}
    return pairs({**inputs, **together}, tz)


def _of_any(answers: Rows) -> dict[str, Any]:
    """Items of a dimension that is not named: it may be any that has so many."""
    size = len(answers)
    items = [{"question": one[3], "expected": one[5], "score": one[6], "reversed": one[7]} for one in answers]
    gap = next(iter(servqual.gaps_of({"items": items}).values()), None)
    return {name: gap for name, numbers in servqual.DIMENSIONS.items() if len(numbers) == size}


def raw_pairs(inputs: Inputs, _: str) -> Found:
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


def only_weights(inputs: Inputs, _: str) -> Found:
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


def attributes(inputs: Inputs, _: str) -> Found:
    scale = str(inputs.get("scale", "1-5"))
    answers: Rows = [
        (f"r{who}", WITHIN, "brand", name, scale, None, score, False)
        for name, scores in inputs["attributes"].items()
        for who, score in enumerate(scores)
    ]
    return Found({"survey_answers": answers}, PERIOD)
