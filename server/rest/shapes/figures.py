"""Figures, and what they are made of."""

from typing import Any

from msgspec import Struct, field


class Kpi(Struct, forbid_unknown_fields=True):
    """`by`: what it can be split by; `by_agent`: whom it is credited to. `default`: the option that
    holds anyway. `alone`: options that go with no other; `either`: of each of these at most one in a
    question.
    """

    id: str
    version: int
    name: str
    definition: str
    formula: str
    population: str
    unit: str
    better: str
    target: float | None
    clocks: list[str]
    attributions: list[str]
    by: list[str]
    by_agent: str | None
    options: dict[str, str]
    default: str
    alone: list[str]
    either: list[list[str]]
    sources: list[str]
    bins: list[str]


class Asked(Struct):
    """What was asked for, as it was understood. Instants in ms; null: no bound."""

    id: str
    version: int
    name: str
    unit: str
    clock: str
    attribution: str
    options: list[str]
    from_: int | None = field(name="from")
    to: int | None
    tz: str
    as_of: int


class Figure(Asked):
    """And each KPI's companions (docs/kpis.md), here and in each of `groups`. `low_n`: too few to rely on.
    `verdict`: met, missed, too_close, or null without a target; `judged`: the segment that it is about;
    `before`: the same of the period before, if `compare=before`; `link`: asks for these very bytes again.
    """

    value: float | None
    n: int
    excluded: dict[str, int]
    pending: int
    low_n: bool
    groups: list[dict[str, Any]]
    target: float | None
    verdict: str | None
    judged: str | None
    before: dict[str, Any] | None
    link: str


class KpiBranch(Struct):
    """`effect`: points of satisfaction per `step` of `unit`, between the bounds of `ci`; `verdict`: more,
    less or unclear; `mean` and `sd` of what was measured, in `unit`.
    """

    id: str
    kpi: str
    unit: str
    step: int
    mean: float
    sd: float
    effect: float
    ci: list[float]
    standardised: float
    verdict: str


class Baseline(Struct):
    value: float
    ci: list[float]


class KpiTree(Struct):
    """What goes with satisfaction, the strongest branch first; docs/kpi-tree.md says how it is computed and
    what each `reason` for having no model means. `explained`: R², from 0 to 1.
    """

    id: str
    from_: int | None = field(name="from")
    to: int | None
    tz: str
    as_of: int
    n: int
    excluded: dict[str, int]
    pending: int
    value: float | None
    reason: str | None
    explained: float | None
    baseline: Baseline | None
    branches: list[KpiBranch]
    left_out: dict[str, str]
    with_: list[str] = field(name="with")
    link: str


class RowBehind(Struct):
    """`at` dates the row in its period, ms; `value` is in the KPI's unit; `reason`: why it does not count."""

    conversation: str | None
    visitor: str | None
    at: int | None
    value: float | None
    agent: str | None
    reason: str | None


class Rows(Asked):
    """The conversations that the figure is made of, or that were left out of it for the `excluded` reason.
    `total`: how many rows there are on all pages; none of a `group` that could be, but is nowhere.
    """

    excluded: str | None
    group: list[str | int | None] | None
    total: int
    items: list[RowBehind]
    next: str | None
    link: str
