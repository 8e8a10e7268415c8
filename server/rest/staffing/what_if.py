"""What would have been if: a past week with a change, lived through in a process of its own."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field, structs

from server.core.hours import BadHours, Calendar
from server.core.kpis.asking import periods
from server.core.refusals import Invalid
from server.core.staffing.past import PastOf
from server.core.staffing.wanted import week_of
from server.simulate.what_if.asked import More, WhatIf, extra_people, must_be_a_week, week, world_of
from server.simulate.what_if.change import BadChange, Change

from ..calls import Call
from ..settings.fields import Id, given
from ..settings.hours import Clock, Hours, Weekday
from ..settings.teams import RulesChange
from .roster import members, zone_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class MorePeople(Struct, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """More people, each day of these between two local times. `teams`: of which; of all, when left out."""

    count: Annotated[int, Meta(ge=1, le=100)]
    since: Clock
    until: Clock
    slots: Annotated[int, Meta(ge=1, le=50)] = 1
    weekdays: Annotated[list[Weekday], Meta(min_length=1, max_length=7)] = field(
        default_factory=lambda: list(WEEKDAYS)  # type: ignore[arg-type]
    )
    teams: Annotated[list[Id], Meta(max_length=100)] = []


class WhatIfChange(Struct, forbid_unknown_fields=True):
    """`arrivals`: so many times as many come. `slots`: of everybody. `without`: agents who are not there.
    `by_roster`: people are there when they were to be, and not when they were. `rules`: by team.
    `hours`: opening hours instead of those that were.
    """

    arrivals: Annotated[float, Meta(ge=0.1, le=5)] = 1.0
    slots: Annotated[int, Meta(ge=1, le=50)] | None = None
    extra: Annotated[list[MorePeople], Meta(max_length=20)] = []
    without: Annotated[list[Id], Meta(max_length=1000)] = []
    by_roster: bool = False
    rules: Annotated[dict[Id, RulesChange], Meta(max_length=100)] = {}
    hours: Hours | None = None


class WhatIfWish(Struct, forbid_unknown_fields=True):
    """`week`: 2026-W47, or a date in it; last week, when left out. `weeks`: how many like it are lived
    through, with the change and without.
    """

    change: WhatIfChange
    week: Annotated[str, Meta(max_length=10)] | None = None
    team: Id | None = None
    weeks: Annotated[int, Meta(ge=3, le=30)] = 10
    within: Literal[10, 20, 30, 60, 120, 300] = 20


class Estimate(Struct):
    """The mean of the weeks with its 95 % interval; where one more week would lie."""

    mean: float
    low: float
    high: float
    week_low: float
    week_high: float


class ComparedFigure(Struct):
    """`real`: what the reports say of that week; `reproduced`: whether that is what a week as it is gives.
    `change`: with the change less without it, of the same weeks. `verdict`: better, worse, other, or chance.
    """

    name: str
    real: float | None
    as_it_is: Estimate | None
    changed: Estimate | None
    change: Estimate | None
    reproduced: bool | None
    verdict: str | None


class WhatIfResult(Struct):
    """`notes`: not_reproduced, same_handling, closed_left_messages, messages_wait, nobody_gave_up."""

    weeks: int
    came: float
    came_changed: float
    figures: list[ComparedFigure]
    notes: list[str]


class WhatIfAsked(Struct):
    week: str
    tz: str
    wish: WhatIfWish


class WhatIfState(Struct):
    """`done` of `total` weeks. Kept by the node that was asked, until the next one is begun."""

    state: Literal["none", "running", "done", "failed", "cancelled"]
    asked: WhatIfAsked | None
    begun_at: int | None
    ended_at: int | None
    done: int
    total: int
    result: WhatIfResult | None
    problem: str | None


async def what_if(call: Call) -> dict[str, Any]:
    return call.parts.what_ifs.now()


async def begin_what_if(call: Call) -> dict[str, Any]:
    """Raises Invalid for a week that nobody came in, Conflict while another one runs."""
    wish: WhatIfWish = call.body
    zone = zone_of(call)
    monday = _monday(call, wish, zone)
    there = members(call, wish.team) if wish.team else None
    directory, within = call.parts.kept.directory, week(monday, zone)
    change = _change(call, wish, monday, zone)
    shifts = await call.parts.kept.roster.shifts(*within, there)
    asked = PastOf(call.parts.clock(), *within, zone, None, wish.team, wish.within)
    past = await call.parts.reports.past(asked)
    if wish.team:
        past = replace(past, spells=tuple(one for one in past.spells if there and one.agent in there))
    try:
        must_be_a_week(past)
    except BadChange as problem:
        raise Invalid(str(problem)) from None
    world = world_of(directory, shifts, within, wish.team)
    plain = {"week": monday.isoformat(), "tz": zone, "wish": _plain(wish)}
    return call.parts.what_ifs.begin(WhatIf(past, world, change, wish.weeks, wish.within), plain)


async def cancel_what_if(call: Call) -> dict[str, Any]:
    return call.parts.what_ifs.cancel()


def _monday(call: Call, wish: WhatIfWish, zone: str) -> date:
    today = periods.local_date(call.parts.clock(), zone)
    last = today - timedelta(days=today.weekday() + 7)
    try:
        monday = last if wish.week is None else week_of(wish.week)
    except ValueError:
        raise Invalid(f"week: {wish.week!r} is no week; write 2026-W47, or a date in it") from None
    if monday > last:
        raise Invalid("week: it is not over yet")
    return monday


def _change(call: Call, wish: WhatIfWish, monday: date, zone: str) -> Change:
    body, directory = wish.change, call.parts.kept.directory
    for team in sorted({*body.rules, *(team for one in body.extra for team in one.teams)}):
        members(call, team)
    for agent in body.without:
        if agent not in directory.people:
            raise Invalid(f"without: there is no agent {agent}")
    return Change(
        arrivals=body.arrivals,
        slots=body.slots,
        extra=tuple(extra_people(_more(one), monday, zone) for one in body.extra),
        without=frozenset(body.without),
        by_roster=body.by_roster,
        rules={team: _rules(call, rules) for team, rules in body.rules.items()} or None,
        hours=_hours(body.hours),
    )


def _rules(call: Call, rules: RulesChange) -> dict[str, Any]:
    found = given(rules)
    if found.get("overflow_to"):
        members(call, found["overflow_to"])
    return {
        **found,
        **({"raises": [structs.asdict(one) for one in found["raises"]]} if "raises" in found else {}),
    }


def _hours(hours: Hours | None) -> Calendar | None:
    if hours is None:
        return None
    plain = structs.asdict(hours)
    try:
        return Calendar.from_dict({**plain, "holidays_of": None})
    except BadHours as problem:
        raise Invalid(str(problem)) from None


def _more(one: MorePeople) -> More:
    since, until = _minutes(one.since), _minutes(one.until)
    weekdays = [WEEKDAYS.index(day) for day in one.weekdays]
    return More(one.count, one.slots, since, until, weekdays, tuple(one.teams))


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and int(hours) <= 24 and int(minutes) < 60):
        raise Invalid(f"extra: {text!r} is no time of day; write 09:00")
    return min(1440, 60 * int(hours) + int(minutes))


def _plain(wish: WhatIfWish) -> Any:  # noqa: ANN401
    from msgspec import to_builtins

    return to_builtins(wish)
