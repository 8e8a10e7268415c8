"""The figures of what was lived through, from the very KPIs of the reports, with the run's own intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from statistics import stdev
from typing import Any

from server.core.kpis.asking.ask import Ask
from server.core.kpis.figure import figure
from server.core.kpis.tables import Frames
from server.core.queueing import Served
from server.store.reports import plain_url
from server.store.reports.copy import Copy
from server.store.reports.source import source_of

from .day import Lived
from .scenario import Scenario
from .theory import expected

BATCHES = 20
T_99 = 2.860935  # Student's t for 99 %, two-sided, with 19 degrees of freedom

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Measured:
    """`low` and `high`: between them it lies with 99 %, by batch means; None: too little was seen, or one
    part of the day is not like another.
    `theory` None: it has nothing to say.
    """

    name: str
    unit: str
    value: float | None
    low: float | None = None
    high: float | None = None
    theory: float | None = None

    @property
    def agrees(self) -> bool | None:
        """With the theory; None: nobody can say."""
        if self.low is None or self.high is None or self.theory is None:
            return None
        return self.low <= self.theory <= self.high


@dataclass(frozen=True, slots=True)
class Result:
    """`counts`: what became of those who came while it counted. `waits`: whether what they were told of it
    came true, in percent; None: nobody was told. `why_not`: why theory is silent.
    """

    measured: Sequence[Measured]
    counts: dict[str, int]
    waits: dict[str, float | None]
    why_not: str | None


def copied(url: str) -> Frames:
    """Not within a running loop: PostgreSQL's reader has one of its own."""
    copy = Copy(source_of(plain_url(url)))
    copy.pull()
    return copy.frames(None)


def result(frames: Frames, scenario: Scenario, lived: Lived) -> Result:
    whole = _asked(frames, scenario, lived.now, lived.since, lived.until)
    spans = _spans(lived) if scenario.is_steady else []
    batches = [_asked(frames, scenario, lived.now, *span) for span in spans]
    served = expected(scenario)
    theory = served if isinstance(served, Served) else None
    measured = [_measured(name, unit, of, whole, batches, theory) for name, unit, of in _FIGURES]
    counts = {name: whole["asa"][name] for name in ("offered", "answered", "abandoned")}
    waits = {name: whole[name]["value"] for name in ("kept", "unrounded")} if whole["kept"]["n"] else {}
    return Result(measured, counts, waits, served if isinstance(served, str) else None)


def _asked(frames: Frames, scenario: Scenario, now: int, since: int, until: int) -> Answers:
    by_assignment = ("wait=assigned",)
    asks = {
        "asa": ("asa", by_assignment),
        "abandonment": ("abandonment", by_assignment),
        # Of all who come, as the formulas have it.
        "service_level": ("service_level", (*by_assignment, "formula=3", f"within={scenario.within}")),
        "slots": ("slot_occupancy", ()),
        "occupancy": ("occupancy", ()),
        "kept": ("wait_kept", ()),
        "unrounded": ("wait_kept", ("unrounded",)),
    }
    return {
        name: figure(frames, Ask(kpi, now, since=since, until=until, options=options, attribution="cohort"))
        for name, (kpi, options) in asks.items()
    }


def _spans(lived: Lived) -> list[tuple[int, int]]:
    edges = [lived.since + (lived.until - lived.since) * i // BATCHES for i in range(BATCHES + 1)]
    return list(zip(edges, edges[1:], strict=False))


def _mean_wait(answers: Answers) -> float | None:
    """Over all who were offered, those who gave up too."""
    asa = answers["asa"]
    came = asa["n"] + asa["abandoned"]
    waited = (asa["value"] or 0) * asa["n"] + (asa["abandoned_mean_wait"] or 0) * asa["abandoned"]
    return waited / came if came else None


def _value(name: str) -> Callable[[Answers], float | None]:
    return lambda answers: answers[name]["value"]


_FIGURES: Sequence[tuple[str, str, Callable[[Answers], float | None]]] = (
    ("mean_wait", "s", _mean_wait),
    ("asa", "s", _value("asa")),
    ("service_level", "%", _value("service_level")),
    ("abandonment", "%", _value("abandonment")),
    ("slot_occupancy", "%", _value("slots")),
    ("occupancy", "%", _value("occupancy")),
)


def _measured(
    name: str,
    unit: str,
    of: Callable[[Answers], float | None],
    whole: Answers,
    batches: Sequence[Answers],
    theory: Served | None,
) -> Measured:
    """Batch means: neighbours are alike, long stretches are not. The middle is the whole's own figure."""
    value, parts = of(whole), [of(batch) for batch in batches]
    known = [part for part in parts if part is not None]
    wanted = _of_theory(name, theory)
    if value is None or len(known) < BATCHES:
        return Measured(name, unit, value, theory=wanted)
    half = T_99 * stdev(known) / sqrt(BATCHES)
    high = value + half if unit == "s" else min(100.0, value + half)
    return Measured(name, unit, value, max(0.0, value - half), high, wanted)


def _of_theory(name: str, theory: Served | None) -> float | None:
    if theory is None:
        return None
    found = {
        "mean_wait": theory.mean_wait,
        "service_level": 100 * theory.level,
        "abandonment": 100 * theory.abandoned,
        "slot_occupancy": 100 * theory.occupancy,
    }.get(name)
    return found if found is not None and isfinite(found) else None
