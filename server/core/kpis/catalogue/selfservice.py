"""What needed no person."""

from .entry import WALL, Entry

ENTRIES = (
    Entry(
        "deflection",
        "Deflection",
        "%",
        "higher",
        "Share of what visitors settled without people, among that and all conversations for people: "
        "conversations in which only the butler took part, and after whose last word the visitor began none "
        "with people for 24 hours. If he did, the first is left out. Several such sessions of one visitor "
        "within 24 hours are one. `provisional` counts those whose 24 hours are not over.",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        options={
            "within=24h": "None with people for 24 hours.",
            "within=72h": "None with people for 72 hours.",
        },
        default="within=24h",
        formula="100 × self-served / (self-served + conversations for people)",
        population="conversations in which a visitor wrote",
        sources=("S002", "S004"),
    ),
    Entry(
        "bot_containment",
        "Butler's containment",
        "%",
        "higher",
        "Share of the conversations in which the butler took part that nobody else was needed for. With the "
        "hand-over rate it makes 100.",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        formula="100 × conversations of the butler alone / conversations in which he took part",
        population="conversations in which the butler took part",
    ),
    Entry(
        "handoff_rate",
        "Hand-over rate",
        "%",
        "lower",
        "Share of the conversations in which the butler took part that went to people, too. With the "
        "butler's containment it makes 100.",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        formula="100 × conversations that went to people / conversations in which the butler took part",
        population="conversations in which the butler took part",
    ),
    Entry(
        "self_answerable",
        "Self-answerable questions",
        "%",
        "lower",
        "Share of the conversations for people resolved in the period that are tagged self_answerable: the "
        "visitor could have settled it by himself. What is not tagged is not; `coverage` is the share that "
        "has any tag.",
        by_agent="who resolved it",
        clocks=WALL,
        formula="100 × (resolved, tagged self_answerable) / resolved",
        population="conversations for people that were resolved",
        sources=("S002",),
    ),
)
