"""What is said of a KPI in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Attribution = Literal["event", "cohort", "instant", "overlap"]
Source = Literal["S000", "S001", "S002", "S003", "S004"]
Unit = Literal["s", "%", "count", "points", "score", "money"]

WALL = ("wall",)
SPANS = ("0-1h", "1-4h", "4-8h", "8-24h", "24h+", "0-20s", "20-60s", "1-5min", "5-60min")
BUCKETS = ("day", "week", "month")
BY = ("agent", "team", "site", "channel", "mode", "language", "tag", *BUCKETS, "hour", "weekday")


@dataclass(frozen=True, slots=True)
class Entry:
    """`by_agent`: whom it is credited to; None: nobody, it cannot be asked by agent. `version` rises with
    every change of the definition. `formula`: the arithmetic in one line; `population`: whose rows are
    looked at. `sources`: which of the articles named it, by number; none: it follows from the others.
    `target`: what a desk aims at until it says otherwise, in the KPI's unit; which side of it is good
    follows from `better`. `strict`: a value on the target itself misses it. `alone`: options that go with
    no other; `either`: of each of these there is at most one. `by`: all that it can be split and filtered
    by, where that is not everything. `bins`: the names in its `distribution`, those of its options too.
    `guarded`: it shows how single people work, and is only there where the installation allows figures of
    agents.
    """

    id: str
    name: str
    unit: Unit
    better: Literal["lower", "higher", "neither"]
    definition: str
    by_agent: str | None
    clocks: tuple[str, ...] = ("wall", "business")
    attributions: tuple[Attribution, ...] = ("event", "cohort")
    options: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    version: int = 1
    headline: Literal["median", "mean"] = "median"
    formula: str = ""
    population: str = ""
    sources: tuple[Source, ...] = ()
    target: float | None = None
    bins: tuple[str, ...] = ()
    strict: bool = False
    alone: tuple[str, ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    by: tuple[str, ...] | None = None
    guarded: bool = False

    @property
    def splits(self) -> tuple[str, ...]:
        """What it can be split by."""
        if self.by is not None:
            return self.by
        if self.attributions == ("overlap",):
            return ("agent", *BUCKETS)
        never = {"hour", "weekday"} if self.attributions == ("instant",) else set()
        never |= set() if self.by_agent else {"agent"}
        return tuple(part for part in BY if part not in never)

    @property
    def one_of(self) -> tuple[tuple[str, ...], ...]:
        """Of options such as formula=1 and formula=2 only one can hold as well."""
        settings: dict[str, list[str]] = {}
        for option in self.options:
            name, is_setting, _ = option.partition("=")
            if is_setting:
                settings.setdefault(name, []).append(option)
        return (*self.either, *(tuple(group) for group in settings.values() if len(group) > 1))

    def told(self) -> dict[str, Any]:
        """As `GET /kpis` and `kpis list --json` give it."""
        return {
            "id": self.id,
            "version": self.version,
            "name": self.name,
            "definition": self.definition,
            "formula": self.formula,
            "population": self.population,
            "unit": self.unit,
            "better": self.better,
            "target": self.target,
            "clocks": list(self.clocks),
            "attributions": list(self.attributions),
            "by": list(self.splits),
            "by_agent": self.by_agent,
            "options": dict(self.options),
            "default": self.default,
            "alone": list(self.alone),
            "either": [list(group) for group in self.one_of],
            "sources": list(self.sources),
            "bins": list(self.bins),
        }
