"""Vectors files: every case computed by the very code that answers reports, and compared key by key.

Adapters go by KPI and by the keys of `inputs`, never by a case's id.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.core.hours import Calendar

from ..asking import periods
from ..asking.ask import Ask, parse
from ..asking.listing import Listing
from ..behind import rows_behind
from ..catalogue import CATALOGUE
from ..display import rounded
from ..figure import figure, values
from ..from_timeline import frames_before, just_after
from ..stories import Story, stories_of_vector
from ..tables import Frames, frames_of_facts
from . import asked, courses, made
from . import given as given_made
from .bare import BARE
from .given import BadInputs, edges
from .theory import THEORY

Plain = Mapping[str, Any]
Answer = dict[str, Any]

MONTHS = "january february march april may june july august september october november december".split()
UNKNOWN = object()  # the answer to a key that nothing here computes
CLOSE = 1e-6  # relative


class BadVectors(ValueError):
    """The file is no vectors file; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`wrong` says, per key, what was expected and what came out. `problem`: nothing could be computed."""

    id: str
    kpi: str
    compared: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def passed(self) -> bool:
        return bool(self.compared) and not self.wrong and self.problem is None


def check(file: object, only: Sequence[str] = ()) -> Iterator[Outcome]:
    """An outcome a case, in the file's order; `only`: of these KPIs. Raises BadVectors."""
    if not isinstance(file, Mapping) or not isinstance(file.get("vectors"), list):
        raise BadVectors('a vectors file is {"version": 1, "defaults": {…}, "vectors": […]}')
    for number, case in enumerate(file["vectors"], start=1):
        if not isinstance(case, Mapping) or not {"id", "kpi", "expected"} <= set(case):
            raise BadVectors(f"vector {number}: needs id, kpi and expected")
        if not only or {case["kpi"], _ALIASES.get(case["kpi"])} & set(only):
            yield _outcome(case, file.get("defaults") or {})


def _outcome(case: Plain, defaults: Plain) -> Outcome:
    name, expected = str(case["id"]), case["expected"]
    kpi = _ALIASES.get(str(case["kpi"]), str(case["kpi"]))
    if kpi not in CATALOGUE and kpi not in THEORY and kpi not in BARE:
        return Outcome(name, kpi, not_compared=tuple(expected), problem="no such KPI here")
    try:
        found = _answers(kpi, case, defaults)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        return Outcome(name, kpi, not_compared=tuple(expected), problem=str(problem) or repr(problem))
    compared = tuple(key for key in expected if found[key] is not UNKNOWN)
    wrong = tuple(
        f"{key}: expected {expected[key]!r}, got {found[key]!r}"
        for key in compared
        if not (_differs if key == "not_value" else _agrees)(expected[key], found[key])
    )
    return Outcome(name, kpi, compared, tuple(key for key in expected if key not in compared), wrong)


def _answers(kpi: str, case: Plain, defaults: Plain) -> Answer:
    """What stands under each expected key."""
    if kpi in THEORY or kpi in BARE:
        params = {**defaults, **(case.get("params") or {})}
        computed = THEORY[kpi](case["inputs"]) if kpi in THEORY else BARE[kpi](case["inputs"], params)
        return {key: computed.get(key, UNKNOWN) for key in case["expected"]}
    try:
        known = _Case(case, defaults)
    except BadInputs as problem:
        if "error" not in case["expected"]:
            raise
        return {key: str(problem) if key == "error" else UNKNOWN for key in case["expected"]}
    return {key: known.answer(key, wanted) for key, wanted in case["expected"].items()}


class _Case:
    """One case, ready to be asked anything."""

    def __init__(self, case: Plain, defaults: Plain) -> None:
        self.kpi = _ALIASES.get(str(case["kpi"]), str(case["kpi"]))
        self.params: Plain = {**defaults, **(case.get("params") or {})}
        self.tz = str(self.params.get("tz", "UTC"))
        self.told: Plain = {}
        self.inputs: Plain = case.get("inputs") or {}
        calendar = self.params.get("calendar")
        self.calendar = Calendar.from_dict(calendar) if calendar else None
        if "timeline" in case:
            self.stories: Sequence[Story] = stories_of_vector(case["timeline"])
            self.ask = replace(self._asked(just_after(self.stories)), hours=self.calendar)
            self.frames = frames_before(self.stories, self.ask.as_of, self.calendar)
            self.bounds: made.Bounds = {}
        else:
            self.stories = ()
            self.ask = replace(self._asked(made.NOW), hours=self.calendar)
            self.frames, self.bounds = self._made(case.get("inputs") or {})
            self.ask = replace(self.ask, **self.bounds)

    def _made(self, inputs: Plain) -> tuple[Frames, made.Bounds]:
        """Params may say on which scale the answers are."""
        inputs = {**{name: self.params[name] for name in ("scale",) if name in self.params}, **inputs}
        if (facts := asked.stories(_TOLD_AS.get(self.kpi, self.kpi), inputs, self.tz)) is not None:
            return frames_of_facts(facts), {}
        if (course := courses.made(self.kpi, inputs)) is not None:
            given = {name: given_made.frame(name, rows) for name, rows in course.given.items()}
            options = (*self.ask.options, *course.options)
            return {**frames_of_facts(course.facts), **given}, {**course.asked, "options": options}
        if (found := given_made.made(self.kpi, inputs, self.tz)) is None:
            return made.frames_of_inputs(_TOLD_AS.get(self.kpi, self.kpi), inputs, self.tz)
        self.told = found.told
        self.ask = replace(self.ask, options=(*self.ask.options, *found.options))
        return {**made.tickets(found.tickets), **found.frames()}, dict(found.bounds)

    def _asked(self, now: int) -> Ask:
        """An instant `t` is asked as the end of the period: what happens at it is not in it."""
        query = [(name, str(self.params[name])) for name in _ASKED if self.params.get(name) is not None]
        query += [("option", str(option)) for option in _listed(self.params.get("option"))]
        query += [("option", option) for option in self._settings()]
        query += [("to", str(self.params["t"]))] if "t" in self.params else []
        ask = parse(self.kpi, [*query, *self._default_attribution()], now=now, tz=self.tz, whole=True)
        if "period" in self.params:
            ask = replace(ask, **_bounds(periods.month(str(self.params["period"]), self.tz)))
        return ask

    def _settings(self) -> list[str]:
        """Params that are options of the KPI, such as a scale; they may stand among the inputs, too."""
        said = {name: value for name, value in {**self.inputs, **self.params}.items() if _is_plain(value)}
        named = [f"{name}={value}" for name, value in said.items()]
        if isinstance(seconds := self.params.get("window"), int):
            named += [f"window={seconds // 86_400}d", f"within={seconds // 3_600}h"]
        return [option for option in named if option in CATALOGUE[self.kpi].options]

    def _default_attribution(self) -> list[tuple[str, str]]:
        wanted = str(self.params.get("attribution", ""))
        return [("attribution", wanted)] if wanted in CATALOGUE[self.kpi].attributions else []

    def answer(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """What stands under that key, or UNKNOWN."""
        for find in (self._own, self._special, self._option, self._other_kpi, self._month, self._agent):
            if (found := find(key, wanted)) is not UNKNOWN:
                return found
        return UNKNOWN

    def figure(self, **changes: Any) -> Answer:  # noqa: ANN401  (fields of Ask)
        return figure(self.frames, replace(self.ask, **changes))

    def of(self, kpi: str, options: tuple[str, ...] = ()) -> Answer:
        attributions = CATALOGUE[kpi].attributions
        kept = self.ask.attribution if self.ask.attribution in attributions else attributions[0]
        clock = self.ask.clock if self.ask.clock in CATALOGUE[kpi].clocks else "wall"
        if kpi == self.kpi:
            options = (*self._kept(options), *options)
        return self.figure(kpi=kpi, options=options, attribution=kept, clock=clock, by=())

    def _kept(self, options: tuple[str, ...]) -> tuple[str, ...]:
        """The case's own settings, such as the scale; what is set otherwise replaces them."""
        replaced = {option.partition("=")[0] for option in options}
        own = [option for option in self.ask.options if "=" in option]
        return tuple(option for option in own if option.partition("=")[0] not in replaced)

    def _own(self, key: str, _: object) -> Any:  # noqa: ANN401
        if key in self.told:
            return self.told[key]
        own = self.figure()
        inner = (own.get(name) or {} for name in ("split", "excluded", "attributes", "distribution"))
        for part in (own, *inner):
            if key in part and key not in ("id", "name", "groups", "options", "target"):
                return part[key]
        if key in (dimensions := own.get("dimensions") or {}):
            return dimensions[key] if isinstance(_, Mapping) else dimensions[key]["value"]
        named = [name for name, _ in made.reasons(self.kpi)]
        return 0 if key in named else UNKNOWN

    def _special(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        special: Mapping[str, Callable[[], Any]] = {
            "not_value": lambda: [self.figure()[name] for name in ("value", "mean") if name in self.figure()],
            "values": lambda: values(self.frames, self.ask),
            "credited_to": lambda: self._only("agent"),
            "segment": lambda: self._only("mode"),
            "agents": lambda: self._by("agent"),
            "conversations": lambda: self.of("volume")["value"],
            "buckets": lambda: self._in_buckets("mean"),
            "overdue": lambda: self.of("backlog_overdue")["value"],
            "option_chatwoot": lambda: self.of(self.kpi, ("active_counts",))["value"],
            "display": lambda: _displayed(self.figure()["value"], CATALOGUE[self.kpi].unit),
            "numerator": lambda: self.figure().get("part", UNKNOWN),
            "denominator": lambda: self.figure()["n"],
            "gross": lambda: self.of(self.kpi)["value"],
            "standing": lambda: self.of("resolution_rate")["part"],
            "containment": lambda: self.of("bot_containment")["value"],
            "overall": lambda: self.figure()["value"],
            "target_met": self._is_met,
            "unweighted": lambda: self.of(self.kpi)["value"],
            "reversed": self._reversed,
            "suppressed": lambda: self.figure().get("reason") == "too_few",
        }
        if self.kpi == "preferred_channel" and key == "by_customer":
            ranked = self.of(self.kpi, (key,))
            return ranked["ranking" if isinstance(wanted, list) else "preferred"]
        if self.kpi in _STAYING and key in (found := edges(self.frames, self.ask)):
            return found[key]
        return special[key]() if key in special else self._formula(key)

    def _reversed(self) -> Any:  # noqa: ANN401
        """Answers to a question of the opposite polarity, turned round on their scale."""
        if self.kpi not in asked.SCALES or "scores" not in self.inputs:
            return UNKNOWN
        scale = str({**self.inputs, **self.params}.get("scale") or asked.SCALES[self.kpi])
        ends = sum(int(end) for end in scale.split("-"))
        return [None if score is None else ends - score for score in self.inputs["scores"]]

    def _is_met(self) -> bool | None:
        """By the value alone; where an interval holds the target, a figure says `too_close`."""
        value, entry = self.figure()["value"], CATALOGUE[self.kpi]
        if value is None or entry.target is None:
            return None
        better = value < entry.target if entry.better == "lower" else value > entry.target
        return better or (value == entry.target and not entry.strict)

    def _formula(self, key: str) -> Any:  # noqa: ANN401
        """`1` to `5`, and `default`, which of them is meant where none is named."""
        entry = CATALOGUE[self.kpi]
        if key == "default" and entry.default:
            return entry.default.partition("=")[2] or UNKNOWN
        option = f"formula={key}"
        if option not in entry.options:
            return UNKNOWN
        return self.of(self.kpi, () if option == entry.default else (option,))["value"]

    def _only(self, part: str) -> str | None:
        groups = [group["key"] for group in self.figure(by=(part,))["groups"] if group["n"]]
        return groups[0] if len(groups) == 1 else None

    def _by(self, part: str) -> Answer:
        return {group["key"]: group["value"] for group in self.figure(by=(part,))["groups"] if group["n"]}

    def _in_buckets(self, statistic: str) -> list[Any]:
        return [group[statistic] for group in self.figure(by=("day",))["groups"] if group["n"]]

    def _option(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """`option`, `option_mean`, and of another KPI `kpi_option_n`; of each conversation, by its id."""
        if isinstance(wanted, Mapping) and key in CATALOGUE[self.kpi].options:
            rows = rows_behind(self.frames, Listing(replace(self.ask, options=(key,)), limit=len(wanted) + 1))
            return {row["conversation"]: row["value"] for row in rows["items"]}
        return self._of_option(self.kpi, key)

    def _of_option(self, kpi: str, key: str) -> Any:  # noqa: ANN401
        entry = CATALOGUE[kpi]
        for option in sorted(entry.options, key=len, reverse=True):
            if key == option or key.startswith(f"{option}_"):
                answer = self.of(kpi, () if option == entry.default else (option,))
                statistic = key[len(option) + 1 :] or ("mean" if option.startswith("per_") else "value")
                return answer.get(statistic, UNKNOWN)
        return UNKNOWN

    def _other_kpi(self, key: str, _: object) -> Any:  # noqa: ANN401
        """`kpi`, `kpi_n`, `kpi_values`, and what counts conversations, such as `human`."""
        for kpi in sorted(CATALOGUE, key=len, reverse=True):
            if key == kpi:
                return self._shown(kpi)
            if key.startswith(f"{kpi}_"):
                rest = key[len(kpi) + 1 :]
                if rest == "values":
                    return values(self.frames, replace(self.ask, kpi=kpi, options=()))
                option = self._of_option(kpi, rest)
                return self.of(kpi).get(rest, UNKNOWN) if option is UNKNOWN else option
        if key in _AT_WORK:
            return self.of("concurrency").get(key, UNKNOWN)
        if key in _OFFERED:
            return self.of("abandonment").get(key, UNKNOWN)
        return self.of("volume").get(key, UNKNOWN) if key in _COUNTED else UNKNOWN

    def _shown(self, kpi: str) -> Any:  # noqa: ANN401
        if kpi in _SILENT:
            return self.of(kpi)["part"]
        value = self.of(kpi)["value"]
        return value / 100 if kpi in _SHARES and value is not None else value

    def _month(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """`march`, `april_cohort`: that month of the year in which the timeline begins."""
        month, _, attribution = key.partition("_")
        if month not in MONTHS or not self.stories or not isinstance(wanted, Mapping):
            return UNKNOWN
        year = periods.local_date(min(story[0].at for story in self.stories), self.tz).year
        bounds = _bounds(periods.month(f"{year}-{MONTHS.index(month) + 1:02d}", self.tz))
        answer = self.figure(**bounds, attribution=attribution or self.ask.attribution)
        return {name: answer.get(name) for name in wanted}

    def _agent(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """An agent's id, with figures of his own. His `business` stands beside the mean: it is one, too."""
        if not isinstance(wanted, Mapping) or CATALOGUE[self.kpi].by_agent is None:
            return UNKNOWN
        if not all(name in _OF_AGENT for name in wanted):
            return UNKNOWN
        answer = self.figure(agent=key)
        if "mean" in wanted and "value" not in wanted:
            answer |= {name: answer.get(f"{name}_mean") for name in ("business", "wall")}
        return {name: answer.get(name) for name in wanted}


def _displayed(value: float | None, unit: str) -> str | None:
    return None if value is None else str(rounded(value, unit))


_ASKED = ("as_of", "clock", "from", "to", "by", "site", "team", "agent", "channel", "language", "tag")
# A family, asked by its most general figure; and other names.
_ALIASES = {"queue": "abandonment", "resolved_count": "clearance_rate", "containment": "bot_containment"}
_TOLD_AS = {"csat_distribution": "csat"}
_SILENT = ("left_on_read", "left_unread", "dropped")  # how many, in vectors
_STAYING = ("crr", "ccr")
_COUNTED = ("human", "bot_only", "live", "offline")
_AT_WORK = ("busy", "contacts_per_hour")
_SHARES = ("occupancy", "slot_occupancy", "shrinkage")  # of 1 in vectors
_OFFERED = ("offered", "answered", "abandoned")
_OF_AGENT = ("value", "mean", "p50", "p90", "p95", "max", "n", "pending", "business", "wall", "low_n")


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float)


def _bounds(period: tuple[int, int]) -> Any:  # noqa: ANN401  (fields of Ask)
    return {"since": period[0], "until": period[1]}


def _listed(value: object) -> Iterable[object]:
    return () if value is None else value if isinstance(value, list) else (value,)


def _agrees(expected: object, found: object) -> bool:
    if isinstance(expected, Mapping):
        found = found if isinstance(found, Mapping) else {}
        extra = [value for key, value in found.items() if key not in expected and value]
        return not extra and all(_agrees(value, found.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(_agrees(one, other) for one, other in zip(expected, found, strict=True))
        )
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return _are_close(expected, found)
    if isinstance(expected, str) != isinstance(found, str) and expected is not None and found is not None:
        # A number that is shown, such as "12.5", may be expected as one, and the other way round.
        return str(expected) == str(found)
    return expected == found


def _are_close(expected: float, found: float) -> bool:
    """Within 1e-6, relative, or equal in as many decimals as are written."""
    if math.isclose(expected, found, rel_tol=CLOSE, abs_tol=1e-12):
        return True
    decimals = len(repr(expected).partition(".")[2])
    return 0 < decimals < 7 and abs(expected - found) <= 0.5 * 10**-decimals


def _differs(wrong: object, found: Sequence[Any]) -> bool:
    return not any(_agrees(wrong, one) for one in found)
