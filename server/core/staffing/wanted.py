"""A question for staffing, read from a query string."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from server.core.kpis.asking import periods
from server.core.queueing import Goal
from server.core.roster import Shift

Model = Literal["slots", "factor"]
MODELS: tuple[Model, ...] = ("slots", "factor")
WEEKS = (4, 26)
MINUTES = (30, 60)
NAMES = (
    "week", "tz", "site", "team", "target", "within", "cap", "abandoned", "patience", "shrinkage", "slots",
    "model", "weeks", "minutes", "level", "without", "handling",
)  # fmt: skip
_SWITCH = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


class BadStaffing(ValueError):
    """What is wrong with the question, in one line."""


@dataclass(frozen=True, slots=True)
class StaffingOf:
    """`monday`: of the week. `target`: the share to be served `within` seconds; `cap`: the highest occupancy;
    `abandoned`: the highest share to give up. `shrinkage`: of those who are to work, the share who will not
    be there; None: as it was measured. `patience`, `handling`: seconds instead of those measured; patience 0:
    nobody gives up. `shifts`: of the weeks looked back on and of this one. `hours`: whose calendar holds, the
    first that has one.
    """

    now: int
    tz: str
    monday: date
    site: str | None = None
    team: str | None = None
    target: float = 0.8
    within: int = 20
    cap: float | None = 0.85
    abandoned: float | None = None
    patience: float | None = None
    handling: float | None = None
    shrinkage: float | None = None
    slots: int = 1
    model: Model = "slots"
    weeks: int = 8
    minutes: int = 30
    level: bool = False
    without: frozenset[date] = frozenset()
    hours: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()

    def goal(self, patience: float | None) -> Goal:
        return Goal(self.target, float(self.within), self.cap, self.abandoned, patience)

    @property
    def first(self) -> date:
        """The earliest day that is looked at: a forecast's own weeks, and four weeks of checks."""
        return self.monday - timedelta(weeks=self.weeks + 5)


def read(query: Mapping[str, str] | Iterable[tuple[str, str]], now: int, tz: str, slots: int) -> StaffingOf:
    """`slots`: how many chats an agent has where nothing is said. Raises BadStaffing."""
    pairs = list(query.items() if isinstance(query, Mapping) else query)
    one = {name: value for name, value in pairs if value}
    today = periods.local_date(now, tz)
    return StaffingOf(
        now,
        tz,
        _monday(one.get("week"), today),
        one.get("site"),
        one.get("team"),
        target=(_number(one, "target", 80, 1, 99.9) or 0) / 100,
        within=round(_number(one, "within", 20, 1, 3600) or 0),
        cap=_share(one, "cap", 85, 10, 100),
        abandoned=_share(one, "abandoned", None, 0.1, 100),
        patience=_number(one, "patience", None, 0, 86_400),
        handling=_number(one, "handling", None, 1, 86_400),
        shrinkage=_share(one, "shrinkage", None, 0, 90),
        slots=round(_number(one, "slots", slots, 1, 50) or 1),
        model=_choice(one, "model", MODELS),  # type: ignore[arg-type]
        weeks=round(_number(one, "weeks", 8, *WEEKS) or 8),
        minutes=int(_choice(one, "minutes", tuple(str(length) for length in MINUTES))),
        level=_switch(one, "level"),
        without=frozenset(_day(text, "without") for name, text in pairs if name == "without" and text),
    )


def week_of(text: str) -> date:
    """The Monday of `2026-W48`, or of the week that a date lies in. Raises ValueError."""
    day = date.fromisoformat(f"{text}-1" if "W" in text else text)
    return day - timedelta(days=day.weekday())


def _monday(text: str | None, today: date) -> date:
    if text is None:
        return today - timedelta(days=today.weekday())
    try:
        monday = week_of(text)
    except ValueError:
        raise BadStaffing(f"week: {text!r} is no week; write 2026-W48, or a date in it") from None
    if not today - timedelta(weeks=520) <= monday <= today + timedelta(weeks=53):
        raise BadStaffing("week: at most a year ahead, and ten years back")
    return monday


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadStaffing(f"{name}: {text!r} is no date; write 2026-11-03") from None


def _number(
    one: Mapping[str, str], name: str, default: float | None, least: float, most: float
) -> float | None:
    text = one.get(name)
    if text is None:
        return default
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not least <= found <= most:
        raise BadStaffing(f"{name}: a number from {least:g} to {most:g}, not {text!r}")
    return found


def _share(
    one: Mapping[str, str], name: str, default: float | None, least: float, most: float
) -> float | None:
    found = _number(one, name, default, least, most)
    return None if found is None else found / 100


def _choice(one: Mapping[str, str], name: str, allowed: tuple[Any, ...]) -> str:
    found = one.get(name, allowed[0])
    if found not in allowed:
        raise BadStaffing(f"{name}: {found!r} is not to be had; there is: {', '.join(allowed)}")
    return str(found)


def _switch(one: Mapping[str, str], name: str) -> bool:
    text = one.get(name, "0").lower()
    if text not in _SWITCH:
        raise BadStaffing(f"{name}: on or off, not {text!r}")
    return _SWITCH[text]
