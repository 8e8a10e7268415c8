"""Who comes when, and what chance has to say about him. All at once: what others do changes nothing of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from server.desk.floor import Guest

from .scenario import Kind, Scenario
from .spread import arrivals


@dataclass(slots=True)
class Visit:
    """Instants and spans in ms. `patience` None: he does not give up. `turn`: how often it was given to
    somebody; each voids what the one before had planned. `here`: he has the page open.
    """

    number: int
    at: int
    kind: Kind
    handling: int
    answers_in: int
    patience: int | None
    guest: Guest | None = None
    turn: int = 0
    here: bool = True


def visits(scenario: Scenario, begins: int) -> Iterator[Visit]:
    """In order, from `begins` (ms) on."""
    if scenario.coming is not None:
        # Each day lived through has guests of its own.
        yield from (replace(visit, at=begins + visit.at) for visit in scenario.coming)
        return
    seed = scenario.seed
    coming, chance = Random(f"{seed} arrivals"), Random(f"{seed} visits")  # noqa: S311  (the same each time)
    for number, at in enumerate(arrivals(scenario.arrivals, begins, scenario.hours, coming), start=1):
        kind = _kind(scenario, chance)
        yield Visit(
            number,
            at,
            kind,
            (kind.handling or scenario.handling).drawn(chance),
            scenario.answers_in.drawn(chance) if scenario.answers_in else 0,
            scenario.patience.drawn(chance) if scenario.patience else None,
        )


def _kind(scenario: Scenario, chance: Random) -> Kind:
    kinds = scenario.visits
    return kinds[0] if len(kinds) == 1 else chance.choices(kinds, [kind.share for kind in kinds])[0]
