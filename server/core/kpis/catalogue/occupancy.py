"""How busy people were."""

from .entry import WALL, Entry

ENTRIES = (
    Entry(
        "occupancy",
        "Occupancy",
        "%",
        "neither",
        "The time in which people had at least one conversation, the work after it included, of the time "
        "that they were online. Each interval counts with its part inside the period.",
        by_agent="each for his own time",
        clocks=WALL,
        attributions=("overlap",),
        formula="100 × time with at least one conversation / time online",
        population="agents who were online",
    ),
    Entry(
        "slot_occupancy",
        "Occupancy of slots",
        "%",
        "neither",
        "The time of all conversations together, of the time that people were online times how many "
        "conversations each may have at once.",
        by_agent="each for his own time",
        clocks=WALL,
        attributions=("overlap",),
        formula="100 × time of all conversations / (time online × slots)",
        population="agents who were online",
    ),
    Entry(
        "shrinkage",
        "Shrinkage",
        "%",
        "neither",
        "Of the time in which people were to work by the roster, the share in which they were not online. "
        "Who is online outside his shifts makes up for nothing. Without a roster it is not known.",
        by_agent="each for his own shifts",
        clocks=WALL,
        attributions=("overlap",),
        formula="100 × (1 − online within shifts / shifts)",
        population="shifts with a part in the period",
    ),
    Entry(
        "concurrency",
        "Conversations at once",
        "count",
        "neither",
        "The time of all conversations together, of the time that people had at least one: how many they "
        "had at once, in the mean, while they had any.",
        by_agent="each for his own time",
        clocks=WALL,
        attributions=("overlap",),
        formula="time of all conversations / time with at least one",
        population="agents who had a conversation",
    ),
)
