"""What became of conversations."""

from .entry import WALL, Entry

_STANDS = "A resolution that was undone by a reopening does not count, and so does none for another reason."

ENTRIES = (
    Entry(
        "resolution_rate",
        "Resolution rate",
        "%",
        "higher",
        "Share of the conversations for people begun in the period that are solved, and still are. Those "
        "that ended by inactivity, or that the visitor gave up, and those that are open count as not "
        f"solved. {_STANDS} What only the butler answered has a rate of its own.",
        by_agent="who answered last",
        clocks=WALL,
        attributions=("cohort",),
        formula="100 × (begun in the period, solved and standing) / begun in the period",
        population="conversations for people",
        sources=("S001", "S003", "S004"),
        target=100,
    ),
    Entry(
        "dispersion_rate",
        "Dispersion rate",
        "%",
        "lower",
        "What is left of the resolution rate: the share of the conversations for people begun in the period "
        "that are not solved, or no longer.",
        by_agent="who answered last",
        clocks=WALL,
        attributions=("cohort",),
        formula="100 − resolution rate",
        population="conversations for people",
        sources=("S001",),
    ),
    Entry(
        "bot_resolution_rate",
        "Butler's resolution rate",
        "%",
        "higher",
        "Share of the conversations begun in the period in which nobody but the butler took part that are "
        f"solved, and still are. {_STANDS}",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        formula="100 × (begun in the period, solved and standing) / begun in the period",
        population="conversations that only the butler answered",
    ),
    Entry(
        "clearance_rate",
        "Clearance rate",
        "%",
        "higher",
        "How often conversations for people were resolved in the period, for whatever reason, per 100 that "
        "began in it. More than 100 means that the backlog shrinks. Who is resolved twice counts twice; "
        "each thing belongs to the period in which it happened.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        formula="100 × resolutions in the period / conversations begun in the period",
        population="conversations for people",
        sources=("S001",),
    ),
    Entry(
        "transfer_rate",
        "Transfer rate",
        "%",
        "lower",
        "Share of the answered conversations begun in the period that were handed on at least once between "
        "people or teams; several hand-overs count once. From the butler to people is none.",
        by_agent="who answered first",
        clocks=WALL,
        attributions=("cohort",),
        formula="100 × (answered, handed on at least once) / answered",
        population="conversations that people answered",
        sources=("S002",),
    ),
)
