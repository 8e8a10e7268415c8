"""How much there was."""

from collections.abc import Iterator, Sequence

from .lengths import Length
from .talk import COUNTED, Row, Talk
from .work import owners_of


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


def state_at(talk: Talk, at: int) -> str | None:
    """Whose turn it was just before that instant, of work for people that had begun and was open."""
    joined = talk.at(talk.joined)
    if talk.out is not None or joined is None or joined >= at:
        return None
    last = sum(event.at < at for event in talk.events) - 1
    if talk.status[last] is not None:
        return None
    if talk.snoozes[last] is not None:
        return "snoozed"
    if owners_of(talk)[last] is None:
        return "unassigned"
    return "waiting_agent" if talk.waits(last + 1) else "waiting_visitor"


def spells(talk: Talk, state: str) -> list[tuple[int, int | None]]:
    """From when to when it was in that state: between two events nothing changes."""
    found: list[tuple[int, int | None]] = []
    since: int | None = None
    for at in sorted({event.at for event in talk.events}):
        is_so = state_at(talk, at + 1) == state
        if is_so and since is None:
            since = at
        elif not is_so and since is not None:
            found.append((since, at))
            since = None
    return found if since is None else [*found, (since, None)]
