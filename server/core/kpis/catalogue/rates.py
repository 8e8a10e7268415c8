"""How much there is by something else."""

from .entry import WALL, Entry

ENTRIES = (
    Entry(
        "avg_volume",
        "Average volume",
        "count",
        "neither",
        "Conversations in which a visitor wrote, by the days of the period, days without any included; "
        "`units` says how many. Days to come count as well, so ask for a period that is over, or ends today.",
        by_agent="who answered last",
        clocks=WALL,
        attributions=("cohort",),
        options={
            "per=day": "By day.",
            "per=week": "By ISO week; one of which the period has a part counts whole.",
            "per=month": "By month; one of which the period has a part counts whole.",
            "per=agent": "By the people who answered at least once: each conversation counts for each of "
            "them.",
            "open_days": "Only days on which the site, or the team that is asked for, is open.",
        },
        default="per=day",
        alone=("per=agent",),
        formula="conversations / days of the period",
        population="conversations in which a visitor wrote",
        sources=("S001", "S004"),
    ),
    Entry(
        "contact_rate",
        "Contact rate",
        "%",
        "lower",
        "Conversations in which a visitor wrote, per 100 customers: those at the beginning and at the end "
        "of the period, in the mean. Without customers' data nothing is known.",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        options={"customers": "Customers with at least one conversation, each once."},
        formula="100 × conversations / mean of the customers at the beginning and at the end",
        population="conversations in which a visitor wrote",
        sources=("S002", "S004"),
    ),
)
