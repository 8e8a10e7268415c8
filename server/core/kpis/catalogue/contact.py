"""Whether one contact was enough."""

from .entry import WALL, Entry

ENTRIES = (
    Entry(
        "fcr",
        "First contact resolution",
        "%",
        "higher",
        "Share of the conversations for people that were solved in the period, dated by the first time, "
        "which were not opened again within 7 days, and whose customer began no other conversation at the "
        "same site in that time. Where both are tagged, only one that shares a tag is about the same. Until "
        "the 7 days are over it is pending; what happens exactly at their end is outside. A transfer alone "
        "does not fail it. `anonymous` counts those whose visitor is known by his browser only: another "
        "contact of his may go unseen.",
        by_agent="who answered last",
        clocks=WALL,
        attributions=("cohort",),
        options={
            "window=7d": "Within 7 days.",
            "window=1d": "Within a day.",
            "window=3d": "Within 3 days.",
            "window=14d": "Within 14 days.",
            "window=30d": "Within 30 days.",
            "single_agent": "And only one person answered.",
            "no_followup": "And the visitor wrote nothing after the first answer of a person.",
            "net": "Without conversations tagged not_resolvable_l1, which nobody could have solved at once.",
            "all_contacts": "Of all conversations for people begun in the period, solved or not.",
            "survey": "Instead: what visitors answered when asked whether it was solved at first contact.",
        },
        default="window=7d",
        alone=("survey",),
        formula="100 × (solved, not opened again, no new contact within 7 days) / solved at least 7 days ago",
        population="conversations for people that were solved",
        sources=("S002", "S003"),
    ),
)
