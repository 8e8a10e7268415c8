"""How long people wait until somebody is there for them."""

from .entry import WALL, Entry

_WAITS = {
    "wait=answered": "A wait ends with the first public answer of a person; what you get anyway.",
    "wait=assigned": "A wait ends when it is first given to a person, as the formulas of Erlang have it.",
}

ENTRIES = (
    Entry(
        "service_level",
        "Service level",
        "%",
        "higher",
        "Share of those who were answered within 20 seconds of being queued, among all who were answered "
        "or gave up later than that. Who gave up sooner does not count; who still waits counts once the "
        "time is over. Live only.",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        options={
            "formula=4": "Answered in time, of those answered and those who gave up later.",
            "formula=1": "Answered in time or given up in time, of all.",
            "formula=2": "Answered in time, of those answered.",
            "formula=3": "Answered in time, of those answered and those who gave up.",
            "formula=5": "Answered in time or given up within 5 s, of all.",
            **_WAITS,
            **{f"within={seconds}": f"Within {seconds} seconds." for seconds in (10, 20, 30, 60, 120, 300)},
        },
        default="formula=4",
        formula="100 × answered within 20 s / (answered + given up after 20 s)",
        population="live conversations that were queued",
        target=80,
    ),
    Entry(
        "asa",
        "Average speed of answer",
        "s",
        "lower",
        "From being queued for people to the first public answer of a person: mean over those who were "
        "answered before they gave up. How long the others had waited stands beside it. Live only.",
        by_agent="who took it first",
        clocks=WALL,
        attributions=("cohort",),
        options=_WAITS,
        headline="mean",
        formula="sum of the waits of those answered / number of those answered",
        population="live conversations that were queued and answered",
    ),
    Entry(
        "abandonment",
        "Abandonment",
        "%",
        "lower",
        "Share of those queued for people who ended it before the first answer of a person, or left "
        "before it and were not back within a minute. An answer while they are away does not undo it. "
        "Who still waits was offered, and has not given up so far. Live only.",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        options={**_WAITS, "without_short": "Without those who gave up within 5 seconds."},
        formula="100 × given up / offered",
        population="live conversations that were queued",
    ),
    Entry(
        "expected_wait",
        "Expected wait",
        "s",
        "lower",
        "The wait that was reckoned for visitors when they were told of it in the queue: nine of ten are to "
        "be served sooner. Dated by when they were told, once each time that somebody is queued. "
        "`served_mean` is how long those waited whom somebody then took.",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        options={"p10": "The wait that one of ten is to be served within."},
        formula="median of the 90th percentile of the wait reckoned for the visitor's place",
        population="waits that visitors were told",
    ),
    Entry(
        "wait_kept",
        "Promised waits kept",
        "%",
        "higher",
        "Of the visitors who were told in the queue how long it takes, the share whom somebody took "
        "within that interval. It reaches from the 10th to the 90th percentile of what was reckoned, "
        "rounded outward to whole minutes: at least 80 should be inside. Where it has no end, whoever "
        "waits as long as its beginning was told the truth. Who is not served once it is over was told "
        "wrongly; who left before does not count. Dated by when he was told, once each time that he is "
        "queued. `early` and `late` count the others; `unrounded` is the share between the two "
        "percentiles themselves: about 80 if all is well.",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        options={
            "reply": "Until the first answer of a person, not until somebody has it.",
            "unrounded": "Judged by the percentiles as they were reckoned.",
        },
        formula="100 × served within what was told / decided",
        population="visitors who were told how long it takes",
        target=80,
    ),
)
