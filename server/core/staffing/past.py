"""A week as it was, for living through it again: who came, how long things took, who was there."""

from collections.abc import Mapping
from dataclasses import dataclass

FIGURES = ("frt", "service_level", "abandonment", "occupancy", "slot_occupancy")


@dataclass(frozen=True, slots=True)
class PastOf:
    """[since, until), ms UTC; of one site or team, None: of all. `within`: seconds, of the service level."""

    now: int
    since: int
    until: int
    tz: str = "UTC"
    site: str | None = None
    team: str | None = None
    within: int = 20


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody was queued, `at` ms after the beginning. `handling`: for how long people had it, and
    `answers_in`: from being given to somebody to his first words, ms; None: nobody had it, or never spoke.
    `closed`: he came when it was closed or nobody was there, and left a message. `skills`: what was needed
    to answer him.
    """

    at: int
    team: str | None = None
    language: str | None = None
    handling: int | None = None
    answers_in: int | None = None
    closed: bool = False
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spell:
    """An agent was online with so many slots, from and until so many ms after the beginning."""

    agent: str
    since: int
    until: int
    slots: int


@dataclass(frozen=True, slots=True)
class Past:
    """`patience`: seconds in the mean until somebody who has no answer gives up; None: nobody did.
    `figures`: what the reports say of it, by FIGURES; None: nothing to say.
    """

    since: int
    until: int
    came: tuple[Came, ...]
    spells: tuple[Spell, ...]
    patience: float | None
    figures: Mapping[str, float | None]
