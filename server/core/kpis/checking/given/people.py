"""People at work: what they say, and who leaves."""

from collections.abc import Mapping

from .rows import BEFORE, DAY, PERIOD, UNTIL, WITHIN, Found, Inputs, Rows, instant


def items(inputs: Inputs, _: str) -> Found:
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


def would_recommend(inputs: Inputs, _: str) -> Found:
    scores = inputs["scores"]
    answers: Rows = [(f"r{who}", None, WITHIN, "enps", "q", score) for who, score in enumerate(scores)]
    return Found({"staff_answers": answers}, PERIOD, ("enps",))


def headcount(inputs: Inputs, _: str) -> Found:
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


def staff(inputs: Inputs, tz: str) -> Found:
    """`[person, from, to]`."""
    spans = [(*one, None)[:3] for one in inputs["staff"]]
    return Found(
        {"staff": [(who, None, instant(since, tz), instant(until, tz)) for who, since, until in spans]}
    )
