"""Cases of surveys, customers, money and staff as another file may write them."""

from typing import Any

import pytest

from server.core.kpis.checking import vectors

CASES: list[dict[str, Any]] = [
    {
        "kpi": "nps",
        "params": {"scale": "1-10"},
        "inputs": {"scores": [0, 1, 9, 10, 8]},
        "expected": {"value": 25.0, "n": 4, "rejected": 1, "promoters": 2, "passives": 1, "detractors": 1},
    },
    {
        "kpi": "nps",
        "params": {"scale": "0-100"},
        "inputs": {"promoters": 2, "passives": 1, "detractors": 1},
        "expected": {"value": 25.0},
    },
    {
        "kpi": "nps",
        "inputs": {"answers": [["u1", "2026-03-02", 10], ["u1", "2026-02-02", 0], ["u2", "2026-04-01", 0]]},
        "params": {"from": "2026-03-01", "to": "2026-04-01"},
        "expected": {"value": 100.0, "n": 1},
    },
    {
        "kpi": "nps",
        "inputs": {"scores": [10, 10, 10]},
        # SE is 0: three pseudo-answers are added.
        "expected": {"value": 100.0, "se": 0.0, "ci": [-6.5793, 100.0], "low_n": True},
    },
    {"kpi": "nps", "inputs": {"promoters": 0, "passives": 0, "detractors": 0}, "expected": {"value": None}},
    {
        "kpi": "ces",
        "params": {"scale": "1-5", "polarity": "low_good"},
        "inputs": {"scores": [1, 2, 2, 3, 5]},
        "expected": {"percent": 60.0, "mean": 2.6, "n": 5},
    },
    {
        "kpi": "ces",
        "params": {"scale": "1-5", "polarity": "high_good"},
        "inputs": {"scores": [1, 2, 4, 3, 5]},
        "expected": {"percent": 40.0, "mean": 3.0},
    },
    {
        "kpi": "ces",
        "params": {"polarity": "low_good"},
        "inputs": {"scores": [1, 2, 3, 4, 8]},
        "expected": {"percent": 75.0, "n": 4, "rejected": 1},
    },
    {
        "kpi": "ces",
        "inputs": {"scores": [1, 5, 2], "scale": "1-5", "polarity": "low_good"},
        "expected": {"reversed": [5, 1, 4], "percent": 66.66666666666667},
    },
    {"kpi": "ces", "inputs": {"scores": []}, "expected": {"percent": None, "mean": None, "n": 0}},
    {
        "kpi": "csat",
        "params": {"scale": "1-7"},
        "inputs": {"scores": [7, 6, 5, 1]},
        "expected": {"percent": 50.0},
    },
    {
        "kpi": "servqual",
        "inputs": {"P": [5] * 22, "E": [7] * 4 + [6] * 5 + [5] * 4 + [5] * 4 + [5] * 5},
        "expected": {
            "tangibles": -2.0,
            "reliability": -1.0,
            "empathy": 0.0,
            "overall": -0.6,
            "pairs": 22,
            "n": 1,
        },
    },
    {
        "kpi": "servqual",
        "inputs": {"P": [6, None, None, None, 6], "E": [7, 6, 7, None, 6]},
        "expected": {"reliability": None, "pairs": 2},
    },
    {
        "kpi": "servqual",
        "inputs": {"P": [4, 5, 4, None], "E": [5, 5, 5, 5]},
        "expected": {"responsiveness": -0.6666666666666666, "assurance": -0.6666666666666666, "pairs": 3},
    },
    {
        "kpi": "servqual",
        "params": {"option": "servperf"},
        "inputs": {"P": [6] * 22},
        "expected": {"overall": 6.0, "tangibles": 6.0},
    },
    {
        "kpi": "servqual",
        "inputs": {"P_raw": [2, 3], "E_raw": [1, 1]},
        "expected": {"responsiveness": -1.5, "pairs": 2},
    },
    {
        "kpi": "servqual",
        "inputs": {"gaps": {"tangibles": [-1, -2, -3]}},
        "expected": {"tangibles": {"value": -2.0, "n": 3, "ci": [-4.484138, 0.484138]}, "overall": None},
    },
    {
        "kpi": "servqual",
        "inputs": {
            "gaps": {"tangibles": -1, "reliability": -2, "responsiveness": 0, "assurance": -1, "empathy": -1},
            "weights": {
                "tangibles": 10,
                "reliability": 60,
                "responsiveness": 10,
                "assurance": 10,
                "empathy": 10,
            },
        },
        "expected": {"overall": -1.5, "weighted": -1.5, "unweighted": -1.0, "weighted_by_5": -0.3},
    },
    {
        "kpi": "crr",
        "inputs": {"CS": 10, "CE": 5, "CN": 8},
        "expected": {"error": "negative"},
    },
    {
        "kpi": "crr",
        "inputs": {"S": ["a", "b", "c"], "E": ["a", "d"], "merges": [["b", "x"], ["x", "a"]]},
        "expected": {
            "crr": 50.0,
            "n": 2,
            "S": ["a", "c"],
            "E": ["a", "d"],
            "retained": 1,
            "lost": 1,
            "CN": 1,
        },
    },
    {
        "kpi": "ccr",
        "inputs": {"relations": [["a", "2026-01-01", "2026-03-10"], ["a", "2026-03-20", None]]},
        "params": {"from": "2026-03-01", "to": "2026-04-01"},
        "expected": {"ccr": 0.0, "crr": 100.0, "ccr_net": 0.0},
    },
    {
        "kpi": "crr",
        "inputs": {"purchases": [["a", "2026-02-20"], ["b", "2026-01-01"], ["a", "2026-03-15"]]},
        "params": {"from": "2026-03-01", "to": "2026-04-01", "window": 30},
        "expected": {"crr": 100.0, "n": 1},
    },
    {
        "kpi": "cost_per_ticket",
        "inputs": {"expense": "20000.00", "tickets": 5000, "revenue": "250000.00"},
        "expected": {"cost_per_ticket": 4.0, "cost_to_revenue": 8.0, "exact": "4", "n": 5000},
    },
    {
        "kpi": "cost_to_revenue",
        "inputs": {"expense": "0.10", "revenue": "1.01", "tickets": 3},
        "expected": {"value": 9.900990099009901, "target_met": True, "display": "9.9"},
    },
    {"kpi": "cost_to_revenue", "inputs": {"expense": "5", "revenue": "-1"}, "expected": {"value": None}},
    {
        "kpi": "engagement_asked",
        "inputs": {"items": [[5, 4, 4, 3]]},
        "expected": {"index": None, "items": [None], "suppressed": True, "n": 4},
    },
    {
        "kpi": "engagement_asked",
        "inputs": {"scores": [10, 9, 8, 3, 7]},
        "expected": {"value": 20.0, "promoters": 2, "detractors": 1},
    },
    {
        "kpi": "turnover",
        "inputs": {"leavers": 6, "start": 50, "end": 40},
        "expected": {"value": 13.333333333333334},
    },
    {"kpi": "turnover", "inputs": {"leavers": 6, "headcount": [50, 46]}, "expected": {"value": 12.5}},
    {"kpi": "turnover", "inputs": {"leavers": 3, "start": 1, "end": 2}, "expected": {"value": 200.0}},
    {"kpi": "turnover", "inputs": {"leavers": 0, "start": 0, "end": 0}, "expected": {"value": None}},
    {"kpi": "referral", "inputs": {"referred": 0, "new": 0}, "expected": {"value": None, "n": 0}},
    {"kpi": "referral", "inputs": {"referrers": 30, "active": 400}, "expected": {"value": 7.5, "n": 400}},
    {
        "kpi": "referral",
        "inputs": {"customers": [["a", "2026-03-02", "referral"], ["b", "2026-03-03", "ads"]]},
        "params": {"period": "2026-03"},
        "expected": {"value": 50.0},
    },
    {
        "kpi": "repeat_rate",
        "inputs": {"purchases_per_customer": [1, 2, 3, 1]},
        "expected": {"value": 50.0, "n": 4},
    },
    {
        "kpi": "repeat_revenue_share",
        "inputs": {"existing": "600.00", "revenue": "1000.00"},
        "expected": {"value": 60.0, "exact": "60", "target_met": True},
    },
    {"kpi": "expansion_rate", "inputs": {"expansion": 500, "recurring": 10000}, "expected": {"value": 5.0}},
    {"kpi": "mrr_growth", "inputs": {"mrr_from": 1000, "mrr_to": 1100}, "expected": {"value": 10.0}},
    {"kpi": "mrr_growth", "inputs": {"mrr_from": 0, "mrr_to": 1100}, "expected": {"value": None}},
    {
        "kpi": "mrr_growth",
        "inputs": {
            "relations": [["a", "2026-01-01", "2026-03-15", "10"], ["a", "2026-03-15", None, "12.50"]]
        },
        "params": {"period": "2026-03"},
        "expected": {"value": 25.0, "expansion_rate": 25.0},
    },
    {
        "kpi": "brand_attributes",
        "inputs": {"attributes": {"friendly": [5, 4, 3], "fast": [1, 5]}},
        "expected": {"friendly": {"mean": 4.0, "percent": 66.66666666666667, "n": 3}, "n": 5},
    },
    {
        "kpi": "display",
        "inputs": {
            "seconds": [-0.4, 0.5],
            "percent": [12.45, "-0.04"],
            "nps": [0.05],
            "score": [2.675, 1.005],
            "money": ["1.005"],
        },
        "expected": {
            "seconds": [0, 1],
            "percent": [12.5, "0.0"],
            "nps": ["0.1"],
            "score": ["2.68", "1.01"],
            "money": ["1.01"],
        },
    },
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kpi']}-{','.join(case['inputs'])}")
def test_another_file_s_case_comes_out(case: dict[str, Any]) -> None:
    file = {"version": 1, "defaults": {"tz": "Europe/Rome"}, "vectors": [{"id": "own", **case}]}
    outcome = next(vectors.check(file))
    assert outcome.passed and not outcome.not_compared, outcome
