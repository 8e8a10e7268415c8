"""What is changed, who works, and what they work by: all that a comparison needs besides the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.core.hours import Calendar
from server.core.rules import Rules

Span = tuple[int, int]


class BadChange(ValueError):
    """What is wrong with it, in one line."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works. `teams`: ids."""

    id: str
    teams: tuple[str, ...]
    slots: int
    skills: Mapping[str, int]
    languages: tuple[str, ...]
    team_slots: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class World:
    """`teams`: rules by id, the site's own first. `roster`: by agent, when he was to work, ms after the
    beginning; `spells` of more people by `Extra`.
    """

    teams: Mapping[str, Rules]
    people: tuple[Staff, ...]
    roster: Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Extra:
    """`count` more people with so many slots, of these teams (none: of all), in these spells."""

    count: int
    slots: int
    teams: tuple[str, ...]
    spells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """`arrivals`: times as many come. `slots`: of everybody; None: their own. `without`: agents who are not
    there. `by_roster`: people are there when they were to be, not when they were. `rules`: by team, what is
    other than now. `hours`: who comes outside them leaves a message; None: who comes while nobody is there.
    """

    arrivals: float = 1.0
    slots: int | None = None
    extra: tuple[Extra, ...] = ()
    without: frozenset[str] = frozenset()
    by_roster: bool = False
    rules: Mapping[str, Mapping[str, Any]] | None = None
    hours: Calendar | None = None

    @property
    def is_none(self) -> bool:
        return self == Change()


def rules_with(team: str, known: Rules, change: Change) -> Rules:
    """Raises BadChange."""
    own = (change.rules or {}).get(team)
    if not own:
        return known
    if unknown := sorted(set(own) - set(known.to_dict())):
        raise BadChange(f"rules: there is no {unknown[0]}; there is: {', '.join(known.to_dict())}")
    return Rules.from_dict({**known.to_dict(), **own})
