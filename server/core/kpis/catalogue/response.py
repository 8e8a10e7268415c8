"""How long people wait for words."""

from .entry import SPANS, Entry

ENTRIES = (
    Entry(
        "frt",
        "First response time",
        "s",
        "lower",
        "From the visitor's first message to the first public answer of a person; once a conversation. "
        "No bot, note or automatic message ever stops it.",
        by_agent="who answered",
        bins=SPANS,
        options={
            "after_handoff": "From the last hand-over or queueing before the answer, if that is later.",
            "live_only": "Only conversations that began while somebody was there, and whose visitor "
            "was still there at the answer.",
        },
        formula="first answer of a person − visitor's first message",
        population="conversations that people answered",
        sources=("S000", "S001", "S002"),
        target=20,
    ),
    Entry(
        "frt_butler",
        "Butler's first response time",
        "s",
        "lower",
        "From the visitor's first message to the butler's first public word after it (a text or an "
        "acknowledgement). Never mixed with the first response of people.",
        by_agent=None,
        bins=SPANS,
        formula="butler's first word − visitor's first message",
        population="conversations in which a visitor wrote",
    ),
    Entry(
        "handover_gap",
        "From the butler's first word to a person's",
        "s",
        "lower",
        "From the butler's first public word after the visitor's first message to the first public answer of "
        "a person: what lies between the two first response times, which are never mixed. Where people were "
        "first, or there was no butler, there is no gap.",
        by_agent="who answered",
        bins=SPANS,
        formula="median of first answer of a person − butler's first word",
        population="conversations for people in which the butler spoke first",
    ),
    Entry(
        "time_to_take_charge",
        "Time to take charge",
        "s",
        "lower",
        "From the visitor's first message, or from queueing if that is later, until the conversation is "
        "first given to a person or answered by one.",
        by_agent="who took it",
        bins=SPANS,
        formula="first given to or answered by a person − the later of first message and queueing",
        population="conversations for people that somebody took",
        sources=("S001",),
    ),
    Entry(
        "art",
        "Average response time",
        "s",
        "lower",
        "For each run of visitor messages, from its first message to the next public answer of a person; "
        "all runs pooled, the first included.",
        by_agent="who answered",
        bins=SPANS,
        options={
            "subsequent": "Without each conversation's first run.",
            "from_last": "From the last message of the run.",
            "per_conversation": "Each conversation's mean counts once.",
            "agent": "From when the conversation was given to who answered, if that is later.",
        },
        either=(("from_last", "agent"),),
        formula="next answer of a person − first message of the run",
        population="runs of visitor messages that people answered",
        sources=("S001", "S003"),
    ),
)
