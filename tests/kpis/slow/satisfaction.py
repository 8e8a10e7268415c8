"""What visitors said of it."""

from collections.abc import Iterator

from server.core import events as e

from .lengths import WEEK, Length
from .talk import COUNTED, Row, Talk


def csat(talk: Talk, length: Length) -> Iterator[Row]:
    """Only what counts: the last acceptable answer."""
    last: e.Rated | None = None
    for i, event in enumerate(talk.events):
        if isinstance(event, e.Rated) and 1 <= (event.score or 0) <= 5 and _in_time(talk, i, event):
            last = event
    if last is not None and talk.not_for_people is None:
        yield COUNTED, last.at, talk.start, last.score


def _in_time(talk: Talk, position: int, rated: e.Rated) -> bool:
    sent = [event for event in talk.events[:position] if isinstance(event, e.SurveySent)]
    mine = [event for event in sent if rated.survey in ("", event.survey)]
    return not mine or rated.at - mine[-1].at <= WEEK
