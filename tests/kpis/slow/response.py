"""How long people waited for words."""

from collections.abc import Iterator

from server.core import events as e

from .lengths import Length
from .talk import COUNTED, PENDING, Row, Talk


def frt(talk: Talk, length: Length) -> Iterator[Row]:
    reason, replied = talk.not_for_people, talk.replied
    verdict = reason or (COUNTED if replied is not None else "closed_unanswered")
    if reason is None and replied is None and talk.standing is None:
        verdict = PENDING
    value = length(talk.at(talk.wrote), talk.at(replied))
    yield verdict, talk.at(replied), talk.start, value


def frt_butler(talk: Talk, length: Length) -> Iterator[Row]:
    wrote = talk.wrote
    said = [i for i in talk.bot_said("text", "auto_ack") if wrote is not None and i > wrote]
    first = said[0] if said else None
    open_or_closed = PENDING if talk.standing is None else "closed_unanswered"
    verdict = talk.out or (COUNTED if first is not None else open_or_closed)
    yield verdict, talk.at(first), talk.start, length(talk.at(wrote), talk.at(first))


def handover_gap(talk: Talk, length: Length) -> Iterator[Row]:
    """From the butler's first word to the first answer of a person, if he was first."""
    wrote, replied = talk.wrote, talk.replied
    said = [i for i in talk.bot_said("text", "auto_ack") if wrote is not None and i > wrote]
    butler = talk.at(said[0]) if said else None
    verdict = talk.not_for_people
    if verdict is None and replied is None:
        verdict = PENDING if talk.standing is None else "closed_unanswered"
    if verdict is None and butler is None:
        verdict = "no_butler"
    if verdict is None and (talk.at(replied) or 0) < (butler or 0):
        verdict = "people_first"
    yield verdict or COUNTED, talk.at(replied), talk.start, length(butler, talk.at(replied))


def time_to_take_charge(talk: Talk, length: Length) -> Iterator[Row]:
    given = talk.where(
        lambda event: isinstance(event, e.Assigned) or (isinstance(event, e.Transferred) and not event.team)
    )
    taken = min([*given, *talk.replies], default=None)
    wrote = talk.wrote
    verdict = talk.not_for_people
    start = None
    if taken is not None and wrote is not None and wrote < taken:
        queued = talk.where(lambda event: isinstance(event, e.Queued | e.HandedOff))
        earlier = [i for i in queued if i < taken]
        start = max([wrote, *earlier[:1]])
    if verdict is None:
        unfinished = PENDING if talk.standing is None else "closed_untaken"
        verdict = (
            unfinished if taken is None else COUNTED if start is not None else "taken_before_the_question"
        )
    yield verdict, talk.at(taken), talk.start, length(talk.at(start), talk.at(taken))


def art(talk: Talk, length: Length) -> Iterator[Row]:
    opened: int | None = None
    for i, event in enumerate(talk.events):
        if i in talk.visitor_said and opened is None:
            opened = i
        elif opened is not None and (i in talk.replies or isinstance(event, e.Resolved)):
            verdict = COUNTED if i in talk.replies else "closed_unanswered"
            yield talk.not_for_people or verdict, event.at, talk.start, length(talk.at(opened), event.at)
            opened = None
    if opened is not None:
        yield talk.not_for_people or PENDING, None, talk.start, None
