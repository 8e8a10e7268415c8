"""Vectors files: every case computed by the very code that answers reports, and compared key by key.

Adapters go by KPI and by the keys of `inputs`, never by a case's id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ..catalogue import CATALOGUE
from .agreeing import agrees, differs
from .bare import BARE
from .case import UNKNOWN, Case
from .given import BadInputs
from .settings import kpi_of
from .theory import THEORY

Plain = Mapping[str, Any]
Answer = dict[str, Any]

# Whatever a case makes of the computation, the cases after it are checked all the same.
PROBLEMS = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    pl.exceptions.PolarsError,
)


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
        if not only or {case["kpi"], kpi_of(case)} & set(only):
            yield _outcome(case, file.get("defaults") or {})


def _outcome(case: Plain, defaults: Plain) -> Outcome:
    name, kpi, expected = str(case["id"]), kpi_of(case), case["expected"]
    if kpi not in CATALOGUE and kpi not in THEORY and kpi not in BARE:
        return Outcome(name, kpi, not_compared=tuple(expected), problem="no such KPI here")
    try:
        found = _answers(kpi, case, defaults)
    except PROBLEMS as problem:
        return Outcome(name, kpi, not_compared=tuple(expected), problem=str(problem) or repr(problem))
    compared = tuple(key for key in expected if found[key] is not UNKNOWN)
    wrong = tuple(
        f"{key}: expected {expected[key]!r}, got {found[key]!r}"
        for key in compared
        if not _is_right(key, expected[key], found[key])
    )
    return Outcome(name, kpi, compared, tuple(key for key in expected if key not in compared), wrong)


def _is_right(key: str, expected: object, found: Any) -> bool:  # noqa: ANN401
    return differs(expected, found) if key == "not_value" else agrees(expected, found)


def _answers(kpi: str, case: Plain, defaults: Plain) -> Answer:
    """What stands under each expected key."""
    if kpi in THEORY or kpi in BARE:
        params = {**defaults, **(case.get("params") or {})}
        computed = THEORY[kpi](case["inputs"]) if kpi in THEORY else BARE[kpi](case["inputs"], params)
        return {key: computed.get(key, UNKNOWN) for key in case["expected"]}
    try:
        known = Case(case, defaults)
    except BadInputs as problem:
        if "error" not in case["expected"]:
            raise
        return {key: str(problem) if key == "error" else UNKNOWN for key in case["expected"]}
    return {key: known.answer(key, wanted) for key, wanted in case["expected"].items()}
