"""What is simulated: who comes, how long things take, and who is there. From a small JSON file or options."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from server.core.rules import Rules

from .spread import Spread, is_positive

if TYPE_CHECKING:
    from .visits import Visit

WITHIN = (10, 20, 30, 60, 120, 300)  # s: those that the service level can be asked for
MOST_AGENTS = 500
MOST_CAME = 2_000_000
NOT_WRITTEN = ("coming", "opens", "spells", "team_slots")  # they come from a past, never from a file
Plain = Mapping[str, Any]


class BadScenario(ValueError):
    """What is wrong with it, in one line."""


@dataclass(frozen=True, slots=True)
class Crew:
    """`count` agents alike. `shift`: from and until how many hours after midnight; None: all the time.

    `spells`, instead of a shift: when they are there, ms after the beginning.
    """

    count: int = 1
    slots: int = 1
    teams: tuple[str, ...] = ()
    skills: Mapping[str, int] | None = None
    languages: tuple[str, ...] = ()
    shift: tuple[float, float] | None = None
    spells: tuple[tuple[int, int], ...] | None = None
    team_slots: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of visitors. `share`: its weight among all kinds; `skills`: what whoever answers must know."""

    share: float = 1.0
    team: str | None = None
    skills: tuple[str, ...] = ()
    locale: str = "en"
    handling: Spread | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """`arrivals`: an hour, one number for each hour of the day or for all of them. `warm_up`: hours that are
    lived through and not counted. `within`: seconds, of the service level. `answers_in`: how long an agent
    takes for his first words; `patience` None: nobody gives up. `takes_in`: where agents help themselves, how
    long one with a free slot takes to do so. `teams`: rules by name, the first one is the site's. `coming`:
    who comes, instead of `arrivals`, `handling`, `patience` and `answers_in`; then who comes while nobody is
    there, or outside `opens` (ms after the beginning; None: it never closes), leaves a message and goes.
    """

    arrivals: tuple[float, ...] = (60.0,)
    hours: float = 24.0
    warm_up: float = 0.0
    seed: int = 1
    within: int = 20
    handling: Spread = Spread(300.0)
    patience: Spread | None = None
    answers_in: Spread | None = None
    agents: tuple[Crew, ...] = (Crew(count=6),)
    visits: tuple[Kind, ...] = (Kind(),)
    teams: Mapping[str, Rules] | None = None
    takes_in: Spread = Spread(5.0)
    coming: "tuple[Visit, ...] | None" = None
    opens: tuple[tuple[int, int], ...] | None = None

    @property
    def slots(self) -> int:
        return sum(crew.count * crew.slots for crew in self.agents)

    @property
    def is_steady(self) -> bool:
        """Whether one hour is like another, but for chance."""
        return (
            self.coming is None
            and len(set(self.arrivals)) == 1
            and all(crew.shift is None and crew.spells is None for crew in self.agents)
        )

    @classmethod
    def from_plain(cls, plain: object) -> "Scenario":
        """Raises BadScenario."""
        if not isinstance(plain, Mapping):
            raise BadScenario("a scenario is a JSON object")
        try:
            found = cls(**_known(plain, cls, "scenario", _READ))
        except (TypeError, KeyError, ValueError) as problem:
            raise BadScenario(str(problem)) from None
        _check(found)
        return found


def _known(plain: object, of: type, what: str, read: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(plain, Mapping):
        raise BadScenario(f"{what}: an object")
    names = [field.name for field in fields(of) if field.name not in NOT_WRITTEN]
    if unknown := sorted(set(plain) - set(names)):
        raise BadScenario(f"{what}: there is no {unknown[0]}; there is: {', '.join(names)}")
    return {name: read[name](value) if name in read else value for name, value in plain.items()}


def _rates(plain: Any) -> tuple[float, ...]:  # noqa: ANN401
    return tuple(plain) if isinstance(plain, Sequence) and not isinstance(plain, str) else (plain,)


def _maybe(what: str) -> Any:  # noqa: ANN401
    return lambda plain: None if plain is None else Spread.from_plain(plain, what)


def _crews(plain: Any) -> tuple[Crew, ...]:  # noqa: ANN401
    if isinstance(plain, int) and not isinstance(plain, bool):
        plain = [{"count": plain}]
    lists = {"teams": tuple, "languages": tuple, "shift": lambda v: None if v is None else tuple(v)}
    return tuple(Crew(**_known(one, Crew, "agents", lists)) for one in _listed(plain, "agents"))


def _kinds(plain: Any) -> tuple[Kind, ...]:  # noqa: ANN401
    read = {"skills": tuple, "handling": _maybe("handling")}
    return tuple(Kind(**_known(one, Kind, "visits", read)) for one in _listed(plain, "visits"))


def _teams(plain: Any) -> dict[str, Rules]:  # noqa: ANN401
    if not isinstance(plain, Mapping) or not plain:
        raise BadScenario("teams: an object of rules by name")
    for rules in plain.values():
        _known(rules, Rules, "teams", {})
    return {name: Rules.from_dict(rules) for name, rules in plain.items()}


def _listed(plain: Any, what: str) -> list[Any]:  # noqa: ANN401
    if not isinstance(plain, list) or not plain:
        raise BadScenario(f"{what}: a list that is not empty")
    return plain


_READ: Mapping[str, Any] = {
    "arrivals": _rates,
    "handling": lambda plain: Spread.from_plain(plain, "handling"),
    "patience": _maybe("patience"),
    "answers_in": _maybe("answers_in"),
    "takes_in": lambda plain: Spread.from_plain(plain, "takes_in"),
    "agents": _crews,
    "visits": _kinds,
    "teams": _teams,
}


def _check(scenario: Scenario) -> None:
    for crew in scenario.agents:
        _must(_conditions_of_crew(crew, scenario), "agents")
    for kind in scenario.visits:
        _must(_conditions_of_kind(kind, scenario), "visits")
    for rules in (scenario.teams or {}).values():
        _must(_conditions_of_rules(rules, scenario), "teams")
    for holds, problem in _conditions(scenario):
        if not holds:
            raise BadScenario(problem)


Conditions = list[tuple[bool, str]]


def _must(conditions: Conditions, what: str) -> None:
    for holds, problem in conditions:
        if not holds:
            raise BadScenario(f"{what}: {problem}")


def _conditions(scenario: Scenario) -> Conditions:
    rates, warm = scenario.arrivals, scenario.warm_up
    numbers = bool(rates) and all(rate == 0 or is_positive(rate) for rate in rates)
    hours = is_positive(scenario.hours)
    came = sum(rates) / len(rates) * scenario.hours if numbers and hours else 0
    count = sum(crew.count for crew in scenario.agents)
    return [
        (numbers, "arrivals: numbers from 0 on, an hour"),
        (hours, "hours: a number greater than 0"),
        (
            warm == 0 or (is_positive(warm) and warm < scenario.hours),
            "warm_up: hours, fewer than there are in all",
        ),
        (_is_whole(scenario.seed), "seed: a whole number"),
        (scenario.within in WITHIN, f"within: one of {', '.join(map(str, WITHIN))} seconds"),
        (count <= MOST_AGENTS, f"agents: at most {MOST_AGENTS}"),
        (came <= MOST_CAME, f"arrivals: at most {MOST_CAME} in all"),
    ]


def _conditions_of_crew(crew: Crew, scenario: Scenario) -> Conditions:
    levels = (crew.skills or {}).values()
    return [
        (_is_whole(crew.count) and crew.count > 0, "count is a whole number greater than 0"),
        (_is_whole(crew.slots) and crew.slots > 0, "slots is a whole number greater than 0"),
        (all(level in range(1, 6) for level in levels), "skills are levels from 1 to 5 by name"),
        (_knows(scenario, *crew.teams), "there is no such team"),
        (_is_shift(crew.shift), "shift is two hours, [9, 17.5]; [22, 30] goes past midnight"),
    ]


def _conditions_of_kind(kind: Kind, scenario: Scenario) -> Conditions:
    known = {skill for crew in scenario.agents for skill in crew.skills or {}}
    return [
        (is_positive(kind.share), "share is a number greater than 0"),
        (kind.team is None or _knows(scenario, kind.team), "there is no such team"),
        (known >= set(kind.skills), "nobody has this skill"),
    ]


def _conditions_of_rules(rules: Rules, scenario: Scenario) -> Conditions:
    return [
        (rules.overflow_to is None or _knows(scenario, rules.overflow_to), "there is no such overflow_to"),
    ]


def _knows(scenario: Scenario, *teams: str) -> bool:
    return set(teams) <= set(scenario.teams or {})


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_shift(shift: object) -> bool:
    if shift is None:
        return True
    if not isinstance(shift, tuple) or len(shift) != 2:
        return False
    begins, ends = shift
    return (begins == 0 or is_positive(begins)) and is_positive(ends) and begins < 24 and begins < ends <= 48
