"""What visitors say of it."""

from .entry import WALL, Entry

SCORES = tuple(str(score) for score in range(1, 11))
CATEGORIES = ("very_positive", "positive", "neutral", "poor", "very_poor")

ENTRIES = (
    Entry(
        "csat",
        "Customer satisfaction",
        "%",
        "higher",
        "Share of satisfied ratings (4 and 5 of 5; 6 and 7 of 7; 9 and 10 of 10; thumb up) among each "
        "conversation's last rating within 7 days of the survey.",
        by_agent="the last person who had answered before the survey",
        bins=SCORES,
        clocks=WALL,
        options={
            "percent": "Share of satisfied ratings.",
            "mean": "Mean of the ratings, scales other than 1-5 rescaled to it.",
            "assignee": "Credit who had the conversation when the survey was sent.",
            "each_resolution": "Every survey's answer counts, not only the conversation's last.",
            "satisfied_from=8": "Of 10 a score of 8 is satisfied, too.",
            "bot": "Conversations that only the bot answered.",
        },
        default="percent",
        either=(("percent", "mean"), ("bot", "each_resolution")),
        formula="100 × satisfied ratings / ratings",
        population="conversations for people that were rated",
        sources=("S000", "S001", "S002", "S003", "S004"),
    ),
    Entry(
        "csat_distribution",
        "Distribution of ratings",
        "count",
        "neither",
        "How many gave each score (`distribution`), among each conversation's last rating within 7 days of "
        "the survey. The value is the number of ratings.",
        by_agent="the last person who had answered before the survey",
        bins=(*SCORES, *CATEGORIES),
        clocks=WALL,
        options={
            "categories": "From very_positive (5) to very_poor (1); other scales than 1-5 go to the nearest.",
            "bot": "Conversations that only the bot answered.",
        },
        formula="ratings of each score",
        population="conversations for people that were rated",
        sources=("S003",),
    ),
)
