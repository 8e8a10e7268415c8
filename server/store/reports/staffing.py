"""A week of staffing, put together in the reporting process."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from server.core.forecast import Check, Day, Forecast, Grid, Wish, checked, days_of, forecast, rate, together
from server.core.hours import Calendar
from server.core.hours_known import that_hold
from server.core.kpis import demand
from server.core.kpis.asking import periods
from server.core.kpis.tables import Frames
from server.core.roster import working
from server.core.staffing.handling import Times
from server.core.staffing.needs import Needs, needs
from server.core.staffing.wanted import StaffingOf

Plain = dict[str, Any]
DAY = timedelta(days=1)
ENOUGH = 40 * 3_600_000  # ms of rostered time, for a shrinkage of one's own


def week(frames: Frames, calendars: Mapping[str, Calendar], wanted: StaffingOf) -> Plain:
    """As GET /staffing gives it."""
    grid = Grid(wanted.tz, wanted.minutes, _calendar(calendars, wanted))
    first, monday, today = wanted.first, wanted.monday, periods.local_date(wanted.now, wanted.tz)
    since, until = (periods.midnight(day, wanted.tz) for day in (first, monday + 7 * DAY))
    rows = demand.queued(frames, since, min(until, wanted.now), wanted.site, wanted.team)
    arrivals = demand.arrivals(rows)
    begun = _begun(frames, wanted)
    past = (
        []
        if begun is None
        else days_of(arrivals, grid, max(first, begun + DAY), min(today, monday + 7 * DAY), wanted.without)
    )
    wish = Wish(wanted.weeks, wanted.level)
    check = checked([day for day in past if day.date < monday], wish)
    coming = days_of([], grid, monday, monday + 7 * DAY)
    cells = forecast(past, coming, Wish(wanted.weeks, wanted.level, naive=check.falls_back))
    times = Times(demand.handled(frames, rows, wanted.tz, since), wanted.slots)
    measured, gave_up = demand.mean_patience(rows)
    patience = measured if wanted.patience is None else wanted.patience or None
    roster = working(wanted.shifts)
    lost, planned = demand.shrinkage(roster, demand.online(frames, wanted.now), wanted.now)
    shrinkage = _shrinkage(wanted, lost, planned)
    found = needs(cells, grid, times, roster, wanted, patience, shrinkage)
    came = {
        day.date: day.counts for day in days_of(arrivals, grid, monday, min(today + DAY, monday + 7 * DAY))
    }
    return {
        "week": monday.isoformat(),
        "tz": wanted.tz,
        "minutes": wanted.minutes,
        "goal": {"target": 100 * wanted.target, "within": wanted.within, "cap": _percent(wanted.cap)},
        "model": wanted.model,
        "slots": wanted.slots,
        "patience": {"seconds": patience, "measured": measured, "gave_up": gave_up},
        "shrinkage": {
            "percent": 100 * shrinkage,
            "measured": _percent(lost),
            "planned_hours": planned / 3_600_000,
        },
        "handling": _handling(times, wanted),
        "history": _history(past, wanted),
        "check": _checked(check),
        "cells": [
            _cell(one, grid, came, wanted.now) for one in found if one.forecast.exposure or one.rostered
        ],
        "days": [_day(monday + number * DAY, found, grid) for number in range(7)],
    }


def _calendar(calendars: Mapping[str, Calendar], wanted: StaffingOf) -> Calendar | None:
    hold = that_hold(calendars)
    return next((hold[subject] for subject in wanted.hours if subject in hold), None)


def _begun(frames: Frames, wanted: StaffingOf) -> Any:  # noqa: ANN401  (a date or None)
    """The local date of the first conversation ever: what was before it is no history of nobody coming."""
    first = frames["conversations"].select("started_at").min().collect().item()
    return None if first is None else periods.local_date(first, wanted.tz)


def _shrinkage(wanted: StaffingOf, lost: float | None, planned: int) -> float:
    if wanted.shrinkage is not None:
        return wanted.shrinkage
    return min(lost, 0.9) if lost is not None and planned >= ENOUGH else 0.0


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _handling(times: Times, wanted: StaffingOf) -> Plain:
    whole = times.of(-1, -1)
    return {
        "seconds": wanted.handling if wanted.handling is not None else whole and whole.seconds,
        "given": wanted.handling is not None,
        "n": whole.n if whole else 0,
        "at": times.at,
        "together": times.together,
    }


def _history(past: Sequence[Day], wanted: StaffingOf) -> Plain:
    used = [
        day
        for day in past
        if day.date >= wanted.monday - timedelta(weeks=wanted.weeks) and day.date < wanted.monday
    ]
    count = sum(sum(day.counts) for day in used)
    hours = sum(sum(day.exposure) for day in used) / 3_600_000
    found = rate(count, hours)
    return {
        "from": used[0].date.isoformat() if used else None,
        "days": len(used),
        "weeks": wanted.weeks,
        "arrivals": count,
        "open_hours": hours,
        "per_hour": found and found.per_hour,
        "per_hour_low": found and found.low,
        "per_hour_high": found and found.high,
        "enough": len({day.weekday for day in used if day.usual}) == 7,
    }


def _checked(check: Check) -> Plain:
    return {
        "n": check.n,
        "coverage": check.coverage,
        "fair": check.is_fair,
        "mase": check.mase,
        "falls_back": check.falls_back,
    }


def _cell(one: Needs, grid: Grid, came: Mapping[Any, Sequence[int]], now: int) -> Plain:
    prediction = one.forecast.prediction
    parts = [part for part in grid.slices(one.date) if part.cell == one.cell]
    over = bool(one.forecast.exposure) and parts[-1].until <= now
    return {
        "date": one.date.isoformat(),
        "time": grid.label(one.cell),
        "at": parts[0].since if parts else None,
        "open": one.forecast.exposure // 60_000,
        "basis": one.forecast.basis,
        "mean": prediction and prediction.mean,
        "low95": prediction and prediction.whole95()[0],
        "high95": prediction and prediction.whole95()[1],
        "low80": prediction and prediction.whole80()[0],
        "high80": prediction and prediction.whole80()[1],
        "upper": prediction and prediction.upper,
        "came": came[one.date][one.cell] if over and one.date in came else None,
        "handling": one.handling and one.handling.seconds,
        "at_work": one.at_work,
        "needed": one.needed,
        "rostered": round(one.rostered, 2),
        "gap": None if one.gap is None else round(one.gap, 2),
        "level": _percent(one.level),
        "occupancy": _percent(one.occupancy),
    }


def _day(day: Any, cells: Sequence[Needs], grid: Grid) -> Plain:  # noqa: ANN401  (a date)
    mine = [one for one in cells if one.date == day and one.forecast.exposure]
    known = [one for one in mine if one.forecast.prediction is not None]
    whole = together([one.forecast.prediction for one in known if one.forecast.prediction])
    low, high = whole.whole95()
    hours = grid.minutes / 60
    return {
        "date": day.isoformat(),
        "usual": grid.is_usual(day),
        "mean": whole.mean if known else None,
        "low95": low if known else None,
        "high95": high if known else None,
        "needed_hours": _sum([one.needed for one in mine], hours),
        "rostered_hours": hours * sum(one.rostered for one in cells if one.date == day),
        "level": _level(known),
    }


def _sum(needed: Sequence[int | None], hours: float) -> float | None:
    known = [one for one in needed if one is not None]
    return hours * sum(known) if known else None


def _level(known: Sequence[Needs]) -> float | None:
    """Of all who come, not of all half hours."""
    rated = [(one.level, _mean(one.forecast)) for one in known if one.level is not None]
    came = sum(mean for _, mean in rated)
    return 100 * sum(level * mean for level, mean in rated) / came if came else None


def _mean(cell: Forecast) -> float:
    return cell.prediction.mean if cell.prediction else 0.0
