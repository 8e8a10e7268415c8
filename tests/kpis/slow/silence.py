"""How conversations end in silence, from whole timelines."""

from collections.abc import Iterator

from server.core import events as e

from .lengths import MINUTE
from .talk import COUNTED, PENDING, Row, Talk

SILENCE = {"live": 10 * MINUTE, "offline": 24 * 60 * MINUTE}


def silence(talk: Talk, kpi: str, option: str | None, as_of: int) -> Iterator[Row]:
    end = ended_at(talk, as_of)
    wrote = talk.at(talk.wrote)
    when = end if end is not None else talk.start if wrote is None else wrote
    verdict = talk.not_for_people
    if verdict is None:
        verdict = PENDING if end is None else COUNTED if talk.replied is not None else "unanswered"
    yield verdict, when, when, float(_value(talk, kpi, option))


def ended_at(talk: Talk, as_of: int) -> int | None:
    """Resolved, or nobody has said a word for long enough; the earlier of both."""
    ends = [] if talk.standing is None else [talk.events[talk.standing].at]
    word = talk.last_word(len(talk.events))
    if word is not None:
        silent = talk.events[word].at + SILENCE[getattr(talk.events[0], "mode", "live")]
        ends += [silent] if silent < as_of else []
    return min(ends, default=None)


def _value(talk: Talk, kpi: str, option: str | None) -> bool:
    word = talk.last_word(len(talk.events))
    if kpi == "dropped":
        spoke = sorted([*talk.visitor_said, *talk.replies])
        return bool(spoke) and spoke[-1] in talk.visitor_said
    if word is None or word not in talk.replies:
        return False
    if option == "strict":
        return True
    ended_by_us = talk.standing is None or talk.reason in ("inactive", "abandoned")
    if talk.standing is not None and getattr(talk.events[talk.standing], "reason", "") == "visitor_ended":
        ended_by_us = False
    rated = any(isinstance(event, e.Rated) for event in talk.events[word:])
    seen = _reached(talk, word, e.MessageRead)
    if option == "delivered" and not talk.where(_is_receipt):
        seen = _reached(talk, word, e.MessageDelivered)
    return ended_by_us and not rated and seen == (kpi == "left_on_read")


def _is_receipt(event: e.Event) -> bool:
    return isinstance(event, e.MessageRead) and event.by.kind == "visitor"


def _reached(talk: Talk, word: int, kind: type[e.MessageRead] | type[e.MessageDelivered]) -> bool:
    return any(
        isinstance(event, kind)
        and event.by.kind == "visitor"
        and (event.upto is None or event.upto >= talk.events[word].seq)
        for event in talk.events[word + 1 :]
    )
