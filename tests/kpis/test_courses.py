"""More of the same as in the vectors file: other inputs, empty ones, options, edges."""

from typing import Any

import pytest

from server.core.kpis.checking import vectors

CASES: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("clearance_rate", {"resolved_events": 0, "started": 0}, {"value": None, "n": 0}),
    ("clearance_rate", {"resolved_events": 3, "started": 0}, {"value": None}),
    (
        "dispersion_rate",
        {"started": 4, "resolved_standing": 1, "abandoned": 2, "open": 1},
        {"value": 75.0, "n": 4, "resolution_rate": 25.0},
    ),
    (
        "fcr",
        {
            "resolved": [{"u": None, "next_contact_after": 3600}, {"u": "x", "next_contact_after": 3600}],
            "params": {"window": 86400},
        },
        {"value": 50.0, "numerator": 1, "denominator": 2, "pending": 0},
    ),
    ("fcr", {"resolved": []}, {"value": None, "denominator": 0}),
    (
        "fcr",
        {"resolved": [{"u": "a", "agents": 2}, {"u": "b", "followups": 1}, {"u": "c"}]},
        {"value": 100.0, "single_agent": 66.66666666666667, "no_followup": 66.66666666666667},
    ),
    ("fcr", {"yes": 3, "answers": 4}, {"value": 75.0, "survey": 75.0}),
    ("preferred_channel", {"conversations": []}, {"ranking": [], "by_customer": None}),
    (
        "preferred_channel",
        {"conversations": [["web", "u1"], ["email", "u2"]]},
        {"ranking": [["email", 50.0], ["web", 50.0]]},
    ),
    ("preferred_channel", {"conversations": [["web", "u1"], ["email", "u1"]]}, {"by_customer": "email"}),
    ("deflection", {"bot_only": 0, "human": 0}, {"value": None, "self_served": 0, "human": 0}),
    ("bot_containment", {"bot_only": 30, "handed_off": 10}, {"value": 75.0, "handoff_rate": 25.0}),
    ("contact_rate", {"conversations": 0, "start": 100, "end": 100}, {"value": 0.0}),
    ("contact_rate", {"conversations": 10, "start": 0, "end": 0}, {"value": None}),
    (
        "contact_rate",
        {"conversations": 10, "start": 10, "end": 10, "contacts": 5},
        {"value": 100.0, "customers": 50.0},
    ),
    ("transfer_rate", {"transfers_per_conversation": []}, {"value": None, "n": 0}),
    (
        "csat_distribution",
        {"scores": [5, 4, 4, 1]},
        {"1": 1, "4": 2, "5": 1, "distribution": {"1": 1, "2": 0, "3": 0, "4": 2, "5": 1}},
    ),
    (
        "avg_volume",
        {"daily": [3, 0, 5, 0], "open": [True, False, True, True]},
        {"value": 2.0, "open_days": 2.6666666666666665},
    ),
    ("avg_volume", {"handled": 12, "agents": 4}, {"value": 3.0}),
    ("avg_volume", {"weekly": [7, 0, 14]}, {"value": 7.0}),
    ("self_answerable", {"tagged": 1, "human_resolved": 4, "reviewed": 2}, {"value": 25.0, "coverage": 50.0}),
    ("resolution_rate", {"started": 0}, {"value": None, "dispersion_rate": None}),
    ("bot_resolution_rate", {"started": 4, "resolved_standing": 3}, {"value": 75.0, "n": 4}),
)


@pytest.mark.parametrize("kpi, inputs, expected", CASES)
def test_further_cases_come_out_as_computed_by_hand(
    kpi: str, inputs: dict[str, Any], expected: dict[str, Any]
) -> None:
    params = {"params": inputs["params"]} if "params" in inputs else {}
    outcome = checked(
        kpi, inputs={name: inputs[name] for name in inputs if name != "params"}, expected=expected, **params
    )
    assert outcome.passed and not outcome.not_compared, outcome


@pytest.mark.parametrize(
    "kpi, inputs",
    [
        ("resolution_rate", {"started": 1, "resolved_standing": 2}),
        ("fcr", {"first_contact": 9, "contacts": 10, "not_resolvable_l1": 2}),
        ("deflection", {"bot_only": 1, "human": 0, "bot_then_human": 1}),
    ],
)
def test_numbers_that_do_not_fit_together_are_refused(kpi: str, inputs: dict[str, Any]) -> None:
    assert checked(kpi, inputs=inputs, expected={"value": 1}).problem is not None


def checked(kpi: str, **case: Any) -> vectors.Outcome:
    whole = {"id": "own", "kpi": kpi, **case}
    return next(vectors.check({"version": 1, "defaults": {"tz": "Europe/Rome"}, "vectors": [whole]}))
