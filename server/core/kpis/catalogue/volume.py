"""How much there is."""

from .entry import WALL, Entry

ENTRIES = (
    Entry(
        "volume",
        "Conversations",
        "count",
        "neither",
        "Conversations in which a visitor wrote, dated by his first message. Reopening does not count "
        "again; spam, tests and merged ones never count.",
        by_agent="who answered last",
        clocks=WALL,
        attributions=("cohort",),
        options={"live_only": "Only those that began while somebody was there."},
        formula="number of conversations",
        population="conversations in which a visitor wrote",
        sources=("S001", "S004"),
    ),
    Entry(
        "backlog",
        "Backlog",
        "count",
        "lower",
        "Conversations for people that are not resolved at the end of the period or bucket.",
        by_agent="who has it",
        clocks=WALL,
        attributions=("instant",),
        options={
            "mean": "In the mean over the time of the period; `n`: how often one was open in it.",
            "unassigned": "Those that nobody had; `entered`, `resolved`: how often one became such, and "
            "ceased to be. With `mean` in the mean over the time.",
            "waiting_agent": "Those that somebody had and whose visitor waited for an answer; as above.",
            "waiting_visitor": "Those that somebody had and whose visitor had his answer; as above.",
            "snoozed": "Those that were put aside for a while; as above.",
        },
        either=(("unassigned", "waiting_agent", "waiting_visitor", "snoozed"),),
        formula="entered + opened again − resolved, up to the instant",
        population="conversations for people",
        sources=("S001",),
    ),
)
