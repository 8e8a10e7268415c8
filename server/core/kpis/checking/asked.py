"""Stories of surveys, made from a vector's bare answers: who was asked, and what he ticked."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from server.core import events as e
from server.core.facts import facts_of
from server.core.facts.rows import Facts
from server.core.values import replace

from ..asking.periods import instant_of
from ..families.surveys import NPS_SCALES

Inputs = Mapping[str, Any]
START = 1_767_225_600_000  # 2026-01-01 00:00 UTC
MOST = 100  # no scale goes further
Answer = tuple[str, Any, int]  # whose, what, when (ms)

SCALES = {"nps": "0-10", "ces": "1-7", "csat": "1-5"}
_BANDS = ("promoters", "passives", "detractors")


def stories(kpi: str, inputs: Inputs, tz: str) -> list[Facts] | None:
    """A conversation an answer; None: these inputs are no answers."""
    answers = _answers(kpi, inputs, tz)
    if answers is None:
        return None
    scale = str(inputs.get("scale") or SCALES[kpi])
    whole = [(whose, _whole(score), at) for whose, score, at in answers]
    return [_answered(number, answer, kpi, scale) for number, answer in enumerate(whole)]


def _whole(score: float | None) -> int | None:
    """Scores are whole. Of a band that begins at a whole one, so is its part."""
    return None if score is None else math.floor(score) if score <= MOST else math.ceil(score)


def _answers(kpi: str, inputs: Inputs, tz: str) -> list[Answer] | None:
    if kpi not in SCALES:
        return None
    if "answers" in inputs:
        return [_read(number, one, tz) for number, one in enumerate(inputs["answers"])]
    if "scores" in inputs and kpi != "csat":
        scores = [*inputs["scores"]]
        return _of(scores + [None] * max(0, int(inputs.get("sent", len(scores))) - len(scores)))
    if "distribution" in inputs:
        return _of(int(score) for score, n in inputs["distribution"].items() for _ in range(n))
    if kpi == "nps" and set(inputs) & set(_BANDS):
        return _of(_in_bands(inputs))
    return None


def _in_bands(inputs: Inputs) -> Iterator[int]:
    """So many promoters, passives and detractors, each by an answer of the band."""
    detracts, _, promotes, is_passive = NPS_SCALES[str(inputs.get("scale") or SCALES["nps"])]
    for band, score in zip(_BANDS, (promotes, is_passive, detracts), strict=True):
        yield from [score] * int(inputs.get(band, 0))


def _of(scores: Iterable[int | None]) -> list[Answer]:
    return [(f"customer {number}", score, START + number) for number, score in enumerate(scores)]


def _read(number: int, one: Any, tz: str) -> Answer:  # noqa: ANN401
    """`[whose, score]` in the order in which they came, or with the time between: `[whose, when, score]`."""
    if isinstance(one, Mapping):
        when = one.get("at", one.get("t"))
        return str(one.get("customer", f"customer {number}")), one["score"], _at(when, number, tz)
    when = one[1] if len(one) > 2 else None
    return str(one[0]), one[-1], _at(when, number, tz)


def _at(when: Any, number: int, tz: str) -> int:  # noqa: ANN401
    """A time has its place on the day's clock; answers without one come a second apart."""
    return START + number * 1000 if when is None else instant_of(str(when), tz)


def _answered(number: int, answer: Answer, kind: Any, scale: str) -> Facts:  # noqa: ANN401
    """All within the moment in which he answers."""
    whose, score, at = answer
    visitor = e.Sender("visitor", whose)
    events: list[e.Event] = [
        e.ConversationStarted(by=visitor, site="site", visitor=e.Named(whose)),
        e.MessageSent(by=visitor),
        e.MessageSent(by=e.Sender("agent", "agent")),
        e.SurveySent(kind=kind, scale=scale),
    ]
    if score is not None:
        events.append(e.Rated(by=visitor, kind=kind, scale=scale, score=score))
    name = f"c{number:09d}"
    numbered = (replace(event, conversation=name, seq=seq, at=at) for seq, event in enumerate(events, 1))
    return facts_of(numbered, {})
