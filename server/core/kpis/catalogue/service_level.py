"""What was promised, and what became of it."""

from .entry import WALL, Entry

_TARGETS = {
    "first_response": "Only first answers.",
    "next_response": "Only answers to later runs of messages.",
    "resolution": "Only resolutions.",
}

ENTRIES = (
    Entry(
        "sla_attainment",
        "Service level agreement",
        "%",
        "higher",
        "Share of promises that were kept, of those that are decided: what was to happen (the first "
        "answer of a person, the next one, the resolution) happened at the deadline or before. A promise "
        "that another policy replaced, or whose visitor left before it was due, does not count; closing "
        "a conversation answers nobody. Dated by when its clock began; hours are the policy's.",
        by_agent="who answered, or resolved it",
        clocks=WALL,
        attributions=("cohort",),
        options={
            **_TARGETS,
            "all": "Conversations that kept every promise that is decided.",
            "abandoned_counts": "Who left before it was due counts, too: nobody had broken it until then.",
            "from_applied": "First answers and resolutions from when the policy was applied, not from the "
            "visitor's first message.",
            "active_counts": "What is not decided yet counts as kept.",
            "last": "A resolution is judged by the last one that stands, not by the first.",
        },
        either=(("first_response", "next_response", "resolution"),),
        formula="100 × kept / (kept + broken)",
        population="promises that are decided",
        sources=("S001",),
    ),
    Entry(
        "sla_slack",
        "Slack to the deadline",
        "s",
        "higher",
        "How long before its deadline a promise was kept, on the policy's own clock: mean over all that "
        "stopped, negative for those that were late.",
        by_agent="who answered, or resolved it",
        clocks=WALL,
        options=_TARGETS,
        headline="mean",
        either=(("first_response", "next_response", "resolution"),),
        formula="mean of deadline − when it was kept",
        population="promises that were kept, in time or late",
        sources=("S001",),
    ),
    Entry(
        "backlog_overdue",
        "Overdue",
        "count",
        "lower",
        "Conversations of the backlog with a promise whose deadline has passed and which nobody has kept "
        "yet, at the end of the period or bucket. `all` is the whole backlog at that moment.",
        by_agent="who has it",
        clocks=WALL,
        attributions=("instant",),
        options={"mean": "In the mean over the time of the period; `n`: how often one was overdue in it."},
        formula="conversations of the backlog past a deadline",
        population="conversations for people that are open",
        sources=("S001",),
    ),
)
