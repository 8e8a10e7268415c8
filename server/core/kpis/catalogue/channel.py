"""Where visitors come from."""

from .entry import WALL, Entry

ENTRIES = (
    Entry(
        "preferred_channel",
        "Preferred channel",
        "%",
        "neither",
        "The share of each channel among the conversations in which a visitor wrote, the greatest first "
        "(`ranking`); channels with the same share by name, all of them named in `tied`. The value is the "
        "share of the first. A channel that is not offered cannot be preferred.",
        by_agent=None,
        clocks=WALL,
        attributions=("cohort",),
        options={
            "by_customer": "Each customer counts once, for the channel that he chose most often, among equal "
            "ones the one that he chose last."
        },
        formula="100 × conversations of the channel / conversations",
        population="conversations in which a visitor wrote",
        sources=("S001",),
    ),
)
