"""A question for a figure, read from a query string or a command line."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from server.core.hours import Calendar

from ..catalogue import CATALOGUE, Entry
from ..catalogue.entry import BY
from . import periods

DAYS = 30  # with today, when nothing else is asked for
FILTERS = ("site", "team", "agent", "channel", "language", "tag")
NAMES = ("from", "to", "tz", "clock", "by", *FILTERS, "as_of", "compare", "target", "version")
USUAL = "usual"  # the catalogue's target
_YES = ("1", "true", "yes", "on")
_NO = ("0", "false", "no", "off")


class BadAsk(ValueError):
    """What is wrong with the question, in one line. `unknown`: there is no such KPI."""

    def __init__(self, problem: str, *, unknown: bool = False) -> None:
        super().__init__(problem)
        self.unknown = unknown


@dataclass(frozen=True, slots=True)
class Ask:
    """`since` and `until` bound the period [since, until), ms UTC; None: no bound. `as_of`: only events
    before it are known; None: all that have happened. `now` is when it is asked. `compare`: with the period
    before. `target` is in the KPI's unit; "usual": the catalogue's, None: there is none.
    `hours`: on which days it is open, if that matters; `hours_of`: whose those are, the first that had some.
    """

    kpi: str
    now: int
    tz: str = "UTC"
    since: int | None = None
    until: int | None = None
    clock: Literal["wall", "business"] = "wall"
    attribution: str = "event"
    as_of: int | None = None
    by: tuple[str, ...] = ()
    site: str | None = None
    team: str | None = None
    agent: str | None = None
    channel: str | None = None
    language: str | None = None
    tag: str | None = None
    options: tuple[str, ...] = ()
    compare: bool = False
    target: float | Literal["usual"] | None = "usual"
    hours: Calendar | None = None
    hours_of: tuple[str, ...] = ()

    @property
    def known_until(self) -> int:
        return self.now if self.as_of is None else self.as_of

    @property
    def entry(self) -> Entry:
        return CATALOGUE[self.kpi]

    @property
    def aim(self) -> float | None:
        """The target that holds; the usual one only for what the KPI is without options."""
        usual = None if self.options else self.entry.target
        target = usual if self.target == USUAL else self.target
        return None if target is None else float(target)


def parse(
    kpi: str,
    query: Mapping[str, str] | Iterable[tuple[str, str]],
    *,
    now: int,
    tz: str = "UTC",
    whole: bool = False,
) -> Ask:
    """The question that these parameters ask; a multi-dict or pairs, `by` and `option` may come repeatedly.

    `tz` is the report zone unless the query names one. Without `from` and `to`: the last 30 local days with
    today, or all there is (`whole`). Raises BadAsk.
    """
    entry = _entry(kpi)
    pairs = list(query.items() if isinstance(query, Mapping) else query)
    one = {name: value for name, value in pairs if name in NAMES and value}
    zone = _zone(one.get("tz", tz))
    as_of = _instant("as_of", one, zone)
    _same_version(one.get("version"), entry)
    since, until = _period(one, now if as_of is None else as_of, zone, whole)
    ask = Ask(
        kpi,
        now,
        zone,
        since,
        until,
        clock=_choice("clock", one.get("clock", "wall"), entry.clocks),  # type: ignore[arg-type]
        attribution=_attribution(dict(pairs).get("attribution"), entry),
        as_of=as_of,
        by=_by(pairs, entry),
        options=_options(pairs, entry),
        compare=_compare(one.get("compare"), since, until),
        target=_target(one.get("target")),
        hours_of=tuple(value for name, value in pairs if name == "hours" and value),
        **{name: one.get(name) for name in FILTERS},
    )
    return _checked(ask, entry)


def _entry(kpi: str) -> Entry:
    if kpi not in CATALOGUE:
        raise BadAsk(f"there is no KPI {kpi!r}; there are: {', '.join(CATALOGUE)}", unknown=True)
    return CATALOGUE[kpi]


def _same_version(version: str | None, entry: Entry) -> None:
    """A link to a number that another definition gave must not show one of today's in its place."""
    if version is not None and version != str(entry.version):
        raise BadAsk(
            f"version: {entry.id} is computed by version {entry.version} now, not by {version}; "
            "without version it is answered by today's"
        )


def _compare(value: str | None, since: int | None, until: int | None) -> bool:
    if value is None:
        return False
    _choice("compare", value, ("before",))
    if since is None or until is None:
        raise BadAsk("compare: needs from and to, or there is no period before")
    return True


def _target(value: str | None) -> float | Literal["usual"] | None:
    if value in (None, "usual"):
        return "usual"
    if value == "none":
        return None
    try:
        found = float(value or "")
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise BadAsk(f"target: {value!r} is no number; write one in the KPI's unit, or none")
    return found


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        raise BadAsk(f"tz: there is no time zone {name!r}; write one such as Europe/Rome") from None


def _period(one: Mapping[str, str], now: int, tz: str, whole: bool) -> tuple[int | None, int | None]:
    since, until = _instant("from", one, tz), _instant("to", one, tz)
    if not whole:
        if until is None:
            tomorrow = periods.local_date(now, tz) + timedelta(days=1)
            until = periods.midnight(tomorrow, tz)
        if since is None:
            last = periods.local_date(until - 1, tz)
            since = periods.midnight(last - timedelta(days=DAYS - 1), tz)
    if since is not None and until is not None and since >= until:
        raise BadAsk("from: must be before to (which is not part of the period)")
    return since, until


def _instant(name: str, one: Mapping[str, str], tz: str) -> int | None:
    if name not in one:
        return None
    try:
        return periods.instant_of(one[name], tz)
    except (ValueError, OverflowError):
        raise BadAsk(f"{name}: {one[name]!r} is no time; write 2026-03-01 or 2026-03-01T09:00:00Z") from None


def _choice(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise BadAsk(f"{name}: {value!r} is not to be had here; there is: {', '.join(allowed)}")
    return value


def _attribution(value: str | None, entry: Entry) -> str:
    return _choice("attribution", value or entry.attributions[0], entry.attributions)


def _by(pairs: list[tuple[str, str]], entry: Entry) -> tuple[str, ...]:
    wanted = [part.strip() for name, value in pairs if name == "by" for part in value.split(",")]
    for part in wanted:
        if part and part not in BY:
            raise BadAsk(f"by: cannot split by {part!r}; by: {', '.join(BY)}")
    return tuple(dict.fromkeys(part for part in wanted if part))


def _options(pairs: list[tuple[str, str]], entry: Entry) -> tuple[str, ...]:
    found: list[str] = []
    for value in (value for name, value in pairs if name == "option" and value):
        option, _, switch = (value, "", "") if value in entry.options else value.partition("=")
        if option not in entry.options:
            known = ", ".join(entry.options) or "none"
            raise BadAsk(f"option: {entry.id} has no option {option!r}; there is: {known}")
        if switch.lower() in _NO and switch:
            continue
        if switch and switch.lower() not in _YES:
            raise BadAsk(f"option: {option} is on or off, not {switch!r}")
        found.append(option)
    # The usual one, named, is none the less one of those that exclude each other.
    for group in entry.one_of:
        if len(same := [option for option in dict.fromkeys(found) if option in group]) > 1:
            raise BadAsk(f"option: {same[0]} goes not with {same[1]}; one of: {', '.join(group)}")
    options = tuple(option for option in dict.fromkeys(found) if option != entry.default)
    if len(options) > 1 and (lonely := [option for option in options if option in entry.alone]):
        raise BadAsk(f"option: {lonely[0]} goes with no other option")
    return options


def _checked(ask: Ask, entry: Entry) -> Ask:
    if entry.by_agent is None and (ask.agent is not None or "agent" in ask.by):
        raise BadAsk(f"by: {entry.id} is credited to no agent")
    if entry.attributions == ("instant",) and {"hour", "weekday"} & set(ask.by):
        raise BadAsk("by: the backlog is a state at an instant; by day, week or month")
    if entry.attributions == ("overlap",):
        _of_whole_agents(ask)
    if entry.by is not None:
        _of_what_there_is(ask, entry.by)
    if "active" in ask.options and (ask.agent is not None or "agent" in ask.by):
        raise BadAsk("option: active is a conversation's, not an agent's")
    if ask.hours_of and "open_days" not in ask.options:
        raise BadAsk(_needless_hours(entry))
    if len([part for part in ask.by if part in periods.BUCKETS]) > 1:
        raise BadAsk("by: one of day, week and month at a time")
    _edges(ask)
    return ask


def _needless_hours(entry: Entry) -> str:
    remedy = "add it" if "open_days" in entry.options else f"{entry.id} has no such option"
    return f"hours: say whose hours open days go by, and only option=open_days asks for those; {remedy}"


def _of_whole_agents(ask: Ask) -> None:
    """While somebody is there, he is there for all sites and teams."""
    single = {name for name in FILTERS if name != "agent" and getattr(ask, name) is not None}
    if single | (set(ask.by) - {"agent", *periods.BUCKETS}):
        raise BadAsk(f"by: {ask.kpi} is of agents' whole time; by agent, day, week or month")


def _of_what_there_is(ask: Ask, allowed: tuple[str, ...]) -> None:
    """Its rows come from elsewhere and know of no conversations."""
    filtered = {name for name in FILTERS if getattr(ask, name) is not None}
    if beyond := sorted((filtered | set(ask.by)) - set(allowed)):
        known = ", ".join(allowed) or "nothing"
        raise BadAsk(f"by: {ask.kpi} knows of no {beyond[0]}; it can be split and filtered by: {known}")


def _edges(ask: Ask) -> None:
    for bucket in set(ask.by) & set(periods.BUCKETS):
        if ask.since is not None and ask.until is not None:
            try:
                periods.edges(ask.since, ask.until, bucket, ask.tz)
            except (ValueError, OverflowError) as problem:
                raise BadAsk(f"by: {problem}") from None
