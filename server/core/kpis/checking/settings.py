"""What the params of a case mean: its period, and options that are named by their values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ..asking import periods
from ..catalogue import CATALOGUE
from ..registry import KPIS

Plain = Mapping[str, Any]

MONTHS = "january february march april may june july august september october november december".split()
# The param, the option that it is, what one of the option's units is in the param's, and how it is written.
_MEASURES = {
    "service_level": ("T", "within", 1, ""),
    "fcr": ("window", "window", 86_400, "d"),
    "deflection": ("window", "within", 3_600, "h"),
    "csat": ("satisfied_from", "satisfied_from", 1, ""),
}
# A family, asked by its most general figure; and other names.
_ALIASES = {
    "queue": "abandonment",
    "resolved_count": "clearance_rate",
    "containment": "bot_containment",
    "csat_bot": "csat",
}
_OPTIONS = {"csat_bot": "bot"}
_OTHERWISE_NAMED = {"include_inactive": "inactive"}
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_WEEK = re.compile(r"\d{4}-?W\d{2}")


def kpi_of(case: Plain) -> str:
    """The figure that answers a case."""
    return _ALIASES.get(str(case["kpi"]), str(case["kpi"]))


def option_of(case: Plain) -> Plain:
    """The option that the name of its KPI stands for, as a param."""
    return {"option": _OPTIONS[case["kpi"]]} if case["kpi"] in _OPTIONS else {}


def bounds(period: object, tz: str) -> tuple[int, int]:
    """`2026-03`, `2026-03-29`, `2026-W13`, `2026-Q1`, `2026`, or both ends, as [from, to), ms UTC.

    Raises ValueError.
    """
    if isinstance(period, Mapping):
        period = [period["from"], period["to"]]
    if isinstance(period, Sequence) and not isinstance(period, str):
        since, until = period
        return periods.instant_of(str(since), tz), periods.instant_of(str(until), tz)
    first, last = _days(str(period))
    return periods.midnight(first, tz), periods.midnight(last, tz)


def _days(period: str) -> tuple[date, date]:
    """Its first day, and the first after it."""
    if quarter := _QUARTER.fullmatch(period):
        return _months(int(quarter[1]), 3 * int(quarter[2]) - 3, 3)
    if re.fullmatch(r"\d{4}", period):
        return _months(int(period), 0, 12)
    if _WEEK.fullmatch(period):
        monday = date.fromisoformat(f"{period}-1" if "-" in period else f"{period}1")
        return monday, monday + 7 * periods.DAY
    if re.fullmatch(r"\d{4}-\d{2}", period):
        year, month = period.split("-")
        return _months(int(year), int(month) - 1, 1)
    day = date.fromisoformat(period)
    return day, day + periods.DAY


def _months(year: int, before: int, many: int) -> tuple[date, date]:
    def first(months: int) -> date:
        return date(year + months // 12, months % 12 + 1, 1)

    return first(before), first(before + many)


def is_period(text: str) -> bool:
    try:
        _days(text)
    except ValueError:
        return False
    return True


def options(kpi: str, said: Plain) -> tuple[str, ...]:
    """Those that the KPI has, of what the params and inputs say; a length may be any."""
    known = CATALOGUE[kpi].options
    found = [f"{name}={value}" for name, value in said.items() if f"{name}={value}" in known]
    name, option, unit, sign = _MEASURES.get(kpi, ("", "", 1, ""))
    value = said.get(name)
    if isinstance(value, int | float) and option in KPIS[kpi].measured:
        found.append(f"{option}={value / unit:g}{sign}")
    return tuple(dict.fromkeys(found))


def named(option: object) -> list[str]:
    """One option or several."""
    listed: Iterable[object] = () if option is None else option if isinstance(option, list) else (option,)
    return [_OTHERWISE_NAMED.get(str(one), str(one)) for one in listed]
