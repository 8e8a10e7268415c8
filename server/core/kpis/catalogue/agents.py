"""What each agent did.

How satisfied visitors were with him, and what he settled at the first contact, are `csat` and `fcr` by agent.
"""

from .entry import SPANS, WALL, Entry

ENTRIES = (
    Entry(
        "agent_handled",
        "Handled by an agent",
        "count",
        "neither",
        "Conversations in which an agent answered at least once, each counted once for every one who did; "
        "dated by his first answer in it.",
        by_agent="each who answered",
        clocks=WALL,
        formula="pairs of a conversation and an agent who answered in it",
        population="conversations for people",
        sources=("S001", "S003"),
    ),
    Entry(
        "agent_art",
        "Agent's response time",
        "s",
        "lower",
        "For each run of visitor messages, to the next public answer of a person, from its first message or "
        "from when the conversation was given to who answered, if that is later: nobody inherits a wait.",
        by_agent="who answered",
        bins=SPANS,
        formula="median of answer − max(run opened, given to who answered)",
        population="answered runs of visitor messages",
        sources=("S003",),
    ),
    Entry(
        "agent_aht",
        "Agent's part of the handle time",
        "s",
        "lower",
        "The time that one agent had an answered conversation, with his work after it (at most ten minutes); "
        "one value for each agent who had a part in it, dated by its last resolution.",
        by_agent="each for his own part",
        clocks=WALL,
        formula="median of Σ an agent's intervals in a conversation",
        population="answered conversations that were resolved, by agent",
        sources=("S003", "S004"),
    ),
    Entry(
        "agent_transferred_in",
        "Transferred to an agent",
        "count",
        "neither",
        "How often a conversation was given on to an agent by name; dated by the transfer.",
        by_agent="who got it",
        clocks=WALL,
        formula="transfers to an agent",
        population="conversations for people",
        sources=("S003",),
    ),
    Entry(
        "agent_transferred_out",
        "Transferred away by an agent",
        "count",
        "neither",
        "How often a conversation was taken from an agent and given to another or to a team; dated by the "
        "transfer.",
        by_agent="who had it",
        clocks=WALL,
        formula="transfers from an agent",
        population="conversations for people",
        sources=("S003",),
    ),
)
