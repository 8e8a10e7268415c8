"""Weeks like the past one: who might have come instead, drawn anew for each seed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from server.core.hours import Calendar
from server.core.rules import Rules
from server.core.staffing.past import Came, Past, Spell

from ..scenario import Crew, Kind, Scenario
from ..visits import Visit
from .change import BadChange, Change, Extra, Span, Staff, World, rules_with

MINUTE = 60_000  # ms
HALF_HOUR = 30 * MINUTE
HOUR = 3_600_000
ENOUGH = 30  # handling times of a team, to be drawn from by themselves

# They close what only looks silent: between the first answer and the end nobody says anything here.
SILENT: Mapping[str, Any] = dict.fromkeys(
    "visitor_nudge_after visitor_close_after agent_nudge_after agent_requeue_after max_wait".split()
)


def scenario(past: Past, world: World, change: Change, seed: int, within: int) -> Scenario:
    """The week of that seed. Without a change, and with one, the same people come; it is who serves them, and
    how, that differs. Raises BadChange.
    """
    teams = {team: _silent(rules_with(team, rules, change), world) for team, rules in world.teams.items()}
    known = frozenset(skill for person in world.people for skill in person.skills)
    coming = tuple(_coming(past, teams, known, change, seed))
    kinds = tuple(dict.fromkeys(visit.kind for visit in coming)) or (Kind(),)
    return Scenario(
        hours=(past.until - past.since) / HOUR,
        seed=seed,
        within=within,
        agents=_crews(past, world, change),
        visits=kinds,
        teams=teams,
        coming=coming,
        opens=None if change.hours is None else tuple(_open_spans(change.hours, past)),
    )


def _open_spans(hours: Calendar, past: Past) -> Iterator[Span]:
    """To the minute; ms after the beginning."""
    since = None
    for at in range(0, past.until - past.since, MINUTE):
        if hours.is_open(past.since + at):
            since = at if since is None else since
        elif since is not None:
            yield since, at
            since = None
    if since is not None:
        yield since, past.until - past.since


def _silent(rules: Rules, world: World) -> Rules:
    helper = rules.overflow_to if rules.overflow_to in world.teams else None
    return replace(rules, **SILENT, overflow_to=helper)


# -- who comes --------------------------------------------------------------------------------------------


def _coming(
    past: Past, teams: dict[str, Rules], known: frozenset[str], change: Change, seed: int
) -> Iterator[Visit]:
    """Each may come never, once or several times (Poisson), within his half hour: together a Poisson process
    with the past's own rates. Marks are drawn in the same order whatever is changed.
    """
    marks = _Marks(past.came)
    drawn: list[Visit] = []
    for number, came in enumerate(past.came):
        # One chance for each of them, so that a change leaves all others as they were.
        chance = Random(f"{seed} {number}")  # noqa: S311  (the same each time)
        for _ in range(_poisson(change.arrivals, chance)):
            drawn.append(_visit(_that_can_be_served(came, known), past, teams, marks, chance))
    for number, visit in enumerate(sorted(drawn, key=lambda one: one.at), start=1):
        yield replace(visit, number=number)


def _visit(came: Came, past: Past, teams: dict[str, Rules], marks: "_Marks", chance: Random) -> Visit:
    at = came.at // HALF_HOUR * HALF_HOUR + chance.randrange(HALF_HOUR)
    if came.closed:
        # Half an hour earlier or later somebody may have been there.
        at = came.at
    handling, answers_in = marks.drawn(came, chance)
    patience = None if past.patience is None else round(1000 * chance.expovariate(1 / past.patience))
    team = came.team if came.team in teams else None
    kind = Kind(team=team, locale=came.language or "en", skills=came.skills)
    return Visit(0, min(at, past.until - past.since - 1), kind, handling, answers_in, patience)


def _that_can_be_served(came: Came, known: frozenset[str]) -> Came:
    """What nobody knows any more, nobody is asked for: people have the skills of today."""
    return replace(came, skills=tuple(skill for skill in came.skills if skill in known))


class _Marks:
    """What handling times and first words are drawn from: pairs that belong together. Messages that were
    left have their own, if there are enough: whoever wrote them is not there any more.
    """

    def __init__(self, came: Sequence[Came]) -> None:
        self._of: dict[tuple[bool, str | None] | bool, list[tuple[int, int]]] = defaultdict(list)
        for one in came:
            if one.handling:
                pair = (one.handling, one.answers_in or 0)
                self._of[one.closed].append(pair)
                self._of[one.closed, one.team].append(pair)
        if not self._of[False]:
            raise BadChange("nobody was handled in that week: there is nothing to draw from")

    def drawn(self, came: Came, chance: Random) -> tuple[int, int]:
        for own in (self._of.get((came.closed, came.team), []), self._of.get(came.closed, [])):
            if len(own) >= ENOUGH:
                return chance.choice(own)
        return chance.choice(self._of[False])


def _poisson(mean: float, chance: Random) -> int:
    count, passed = 0, chance.expovariate(1.0)
    while passed < mean:
        count, passed = count + 1, passed + chance.expovariate(1.0)
    return count


# -- who is there -----------------------------------------------------------------------------------------


def _crews(past: Past, world: World, change: Change) -> tuple[Crew, ...]:
    spells = dict(world.roster) if change.by_roster else _present(past.spells)
    slots = _slots(past.spells)
    known = {person.id: person for person in world.people}
    found = [
        _crew(known.get(agent), mine, change.slots or slots.get(agent), world)
        for agent, mine in sorted(spells.items())
        if mine and agent not in change.without
    ]
    found += [_more(one, world) for one in change.extra]
    if not found:
        raise BadChange("nobody was there in that week, by what is known of who was online")
    return tuple(found)


def _present(spells: Sequence[Spell]) -> dict[str, tuple[Span, ...]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for spell in spells:
        if spell.until > spell.since:
            found[spell.agent].append((spell.since, spell.until))
    return {agent: tuple(mine) for agent, mine in found.items()}


def _slots(spells: Sequence[Spell]) -> dict[str, int]:
    """As they were for most of the time."""
    times: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for spell in spells:
        times[spell.agent][spell.slots] += spell.until - spell.since
    return {agent: max(mine, key=lambda slots: mine[slots]) for agent, mine in times.items()}


def _crew(person: Staff | None, spells: tuple[Span, ...], slots: int | None, world: World) -> Crew:
    """Who has left since is as anybody."""
    if person is None:
        return Crew(slots=slots or 1, teams=tuple(world.teams), spells=spells)
    return Crew(
        slots=slots or person.slots,
        teams=tuple(team for team in person.teams if team in world.teams) or tuple(world.teams)[:1],
        skills=person.skills,
        languages=person.languages,
        spells=spells,
        team_slots={team: n for team, n in person.team_slots.items() if team in world.teams},
    )


def _more(extra: Extra, world: World) -> Crew:
    teams = extra.teams or tuple(world.teams)
    return Crew(count=extra.count, slots=extra.slots, teams=teams, spells=extra.spells)
