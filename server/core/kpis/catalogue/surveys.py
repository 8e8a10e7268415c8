"""What people answer when they are asked on a scale."""

from .entry import WALL, Entry

ENTRIES = (
    Entry(
        "nps",
        "Net promoter score",
        "points",
        "higher",
        "Promoters (9 and 10 of 0 to 10) less detractors (0 to 6), per 100 answers; passives (7 and 8) count "
        "among the answers. One answer a customer in the period, his last; what is not on the scale is "
        "rejected, never bent into it.",
        by_agent=None,
        clocks=WALL,
        options={
            "scale=0-10": "Asked from 0 to 10.",
            "scale=1-10": "Asked from 1 to 10, the same bands; 0 is rejected.",
            "scale=0-100": "Asked from 0 to 100: promoters from 90, passives from 70.",
        },
        default="scale=0-10",
        formula="100 × (promoters − detractors) / answers",
        population="customers who answered",
        sources=("S000", "S002", "S004"),
        target=75,
    ),
    Entry(
        "ces",
        "Customer effort score",
        "%",
        "higher",
        "Share of answers that say it was easy: 5 to 7 of 7 to “the company made it easy for me to handle my "
        "issue” (CES 2.0). Answers on another scale, or to a question of the opposite polarity, are never "
        "pooled with them. A conversation's last answer counts.",
        by_agent=None,
        bins=tuple(str(score) for score in range(1, 8)),
        clocks=WALL,
        options={
            "percent": "Share of answers that say it was easy.",
            "mean": "Mean of the answers as they were given.",
            "scale=1-7": "Asked from 1 to 7 (CES 2.0): a high answer is a good one.",
            "scale=1-5": "Asked from 1 to 5 for the effort (CES 1.0): a low answer is a good one, 1 and 2 "
            "are favourable.",
            "polarity=high_good": "The question was worded so that a high answer is a good one.",
            "polarity=low_good": "The question was worded so that a low answer is a good one.",
        },
        default="percent",
        either=(("percent", "mean"),),
        formula="100 × answers of 5 and more / answers",
        population="conversations for people in which it was answered",
        sources=("S002", "S004"),
    ),
    Entry(
        "servqual",
        "SERVQUAL",
        "score",
        "higher",
        "How far what people got is from what they expect of a good service: 22 items from 1 to 7, each "
        "asked twice, in five dimensions. Negative is below what they expected. A dimension of a respondent "
        "needs half of its items; negatively worded items are turned round first.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        options={
            "weighted": "By how important each dimension is to each respondent; weights sum to 100.",
            "weighted_by_5": "The same, divided by five once more, as some course notes have it.",
            "servperf": "Only what people got, without what they expected.",
        },
        either=(("weighted", "weighted_by_5", "servperf"),),
        formula="mean of the five dimensions' mean of (perceived − expected)",
        population="respondents of the period",
        sources=("S000", "S002"),
        by=(),
    ),
    Entry(
        "brand_attributes",
        "Brand attributes",
        "%",
        "higher",
        "How people see the brand: of each attribute the mean and the share of favourable answers (4 and 5 "
        "of 5, 5 to 7 of 7, 8 to 10 of 10); the value is the mean of the shares. A respondent's last answer "
        "counts.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        formula="mean over attributes of 100 × favourable answers / answers",
        population="answers of the period",
        sources=("S002",),
        by=("day", "week", "month"),
    ),
)
