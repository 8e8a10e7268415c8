"""Those who work here."""

from .entry import WALL, Entry

ENTRIES = (
    Entry(
        "engagement_asked",
        "Engagement, asked",
        "%",
        "higher",
        "What staff say on a scale from 1 to 5: each question's share of favourable answers (4 and 5), and "
        "the mean of these shares. Anonymous: what fewer than five people said is not shown. People answer "
        "what comes to mind and what is expected of them: look at the measured engagement beside it.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        options={"enps": "Would they recommend working here: promoters less detractors, from 0 to 10."},
        formula="mean over questions of 100 × answers of 4 and 5 / answers",
        population="staff who answered in the period, at least five",
        sources=("S000",),
        by=("team",),
    ),
    Entry(
        "engagement_measured",
        "Engagement, measured",
        "count",
        "neither",
        "What the timelines show of how people work together: with how many colleagues an agent shared "
        "conversations, how often that went both ways, how many transfers a week he gave, and which share of "
        "replies was sent while away. There is no index. Only of five people and more, and only where the "
        "installation allows figures of agents.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        formula="each measure for itself, the mean over agents",
        population="agents at work in the period, at least five",
        sources=("S000",),
        by=(),
        guarded=True,
    ),
    Entry(
        "turnover",
        "Staff turnover",
        "%",
        "lower",
        "Those who left in the period, as a share of the mean of the headcounts at its start and its end.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        formula="100 × leavers / mean headcount",
        population="whoever was employed at some time of the period",
        sources=("S000",),
        by=("team",),
    ),
)
