"""How long until it was done."""

from collections.abc import Iterator
from itertools import pairwise

from .lengths import Length
from .talk import COUNTED, PENDING, Row, Talk


def resolution_time(talk: Talk, length: Length, option: str = "full_gross") -> Iterator[Row]:
    verdict, when, value = talk.not_for_people, None, None
    standing = talk.standing
    if standing is not None:
        when = talk.at(standing)
        word = talk.last_word(standing) if talk.reason == "inactive" else None
        wanted = ("solved", "inactive") if option == "inactive" else ("solved",)
        verdict = verdict or (COUNTED if talk.reason in wanted else talk.reason)
        value = length(talk.at(talk.wrote), talk.at(standing if word is None else word))
        spans = talk.closed_before(standing) if option in ("full_net", "active") else []
        spans += talk.waited_for_visitor(standing) if option == "active" else []
        for a, b in spans:
            value = None if value is None else value - (length(a, b) or 0)
    elif verdict is None:
        verdict = "reopened_open" if talk.resolutions else PENDING
    yield verdict or "", when, talk.start, value


def interactions(talk: Talk, length: Length) -> Iterator[Row]:
    speakers = [("visitor" if i in talk.visitor_said else "agent") for i in said(talk)]
    turns = sum(now == "agent" and before != "agent" for before, now in pairwise(["", *speakers]))
    verdict = talk.not_for_people or (COUNTED if talk.ended is not None else PENDING)
    yield verdict, talk.at(talk.ended), talk.start, turns


def said(talk: Talk) -> list[int]:
    return sorted([*talk.visitor_said, *talk.replies])
