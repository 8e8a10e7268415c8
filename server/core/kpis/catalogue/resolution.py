"""How long until it is done, and with how much work."""

from .entry import SPANS, WALL, Entry

ENTRIES = (
    Entry(
        "resolution_time",
        "Resolution time",
        "s",
        "lower",
        "From the visitor's first message to the resolution (solved) that still stands; a conversation "
        "that is open again has none.",
        by_agent="who resolved it",
        bins=SPANS,
        options={
            "full_gross": "The whole span.",
            "full_net": "Without the time between a resolution and its reopening.",
            "active": "Without that, and without waiting for the visitor while snoozed.",
            "first": "To the first resolution, whether it stands or not.",
            "inactive": "Those that ended by inactivity too, up to the last public message.",
        },
        default="full_gross",
        either=(("full_gross", "full_net", "active", "first"), ("first", "inactive")),
        formula="standing resolution − visitor's first message",
        population="conversations for people that are solved",
        sources=("S001", "S004"),
    ),
    Entry(
        "aht",
        "Average handle time",
        "s",
        "lower",
        "The time that people had an answered conversation, all of them together, with the work after "
        "it (at most ten minutes); dated by its last resolution. For one agent: his own part.",
        by_agent="each for his own part",
        clocks=WALL,
        options={
            "session": "The time that it was with somebody.",
            "active": "Only pauses of less than 4 minutes before a visitor's message and of less than "
            "10 before an agent's, or before a note.",
            "effort": "Each moment of an agent is divided among the conversations that he then has: all of "
            "them together make up the time in which he was busy.",
        },
        default="session",
        either=(("session", "active", "effort"),),
        formula="sum of the time that people had it + work after it",
        population="answered conversations that were resolved",
        sources=("S004",),
    ),
    Entry(
        "interactions",
        "Interactions per conversation",
        "count",
        "lower",
        "Runs of public answers of people, uninterrupted by the visitor; mean over conversations "
        "resolved in the period.",
        by_agent="who resolved it",
        clocks=WALL,
        options={
            "human_turns": "Runs of people's answers.",
            "visitor_turns": "Runs of visitor messages.",
            "messages": "Public messages of visitors and people, by the time of the message.",
            "messages_with_bot": "The bot's messages too.",
        },
        default="human_turns",
        either=(("human_turns", "visitor_turns", "messages", "messages_with_bot"),),
        formula="runs of people's answers / conversations",
        population="conversations for people that were resolved",
        sources=("S001",),
    ),
)
