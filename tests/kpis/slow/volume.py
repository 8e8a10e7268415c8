"""How much there was."""

from collections.abc import Iterator, Sequence

from .lengths import Length
from .talk import COUNTED, Row, Talk


def volume(talk: Talk, length: Length) -> Iterator[Row]:
    wrote = talk.at(talk.wrote)
    yield talk.out or COUNTED, wrote, talk.start if wrote is None else wrote, wrote


def backlog(talks: Sequence[Talk], at: int) -> int:
    """Work for people that has begun, and is open, at that instant."""
    found = 0
    for talk in talks:
        joined = talk.at(talk.joined)
        if talk.out is None and joined is not None and joined < at:
            known = [i for i, event in enumerate(talk.events) if event.at < at]
            found += talk.status[known[-1]] is None
    return found
