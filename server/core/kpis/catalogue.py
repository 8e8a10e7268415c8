"""What each KPI is called and means, in words. How it is computed stands in its family, under the same id.

Nothing here needs Polars, so that the chat's own process can list and check without loading it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Attribution = Literal["event", "cohort", "instant"]


@dataclass(frozen=True, slots=True)
class Entry:
    """`by_agent`: whom it is credited to; None: nobody, it cannot be asked by agent. `version` rises with
    every change of the definition.
    """

    id: str
    name: str
    unit: Literal["s", "%", "count"]
    better: Literal["lower", "higher", "neither"]
    definition: str
    by_agent: str | None
    clocks: tuple[str, ...] = ("wall", "business")
    attributions: tuple[Attribution, ...] = ("event", "cohort")
    options: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    version: int = 1


WALL = ("wall",)

CATALOGUE: Mapping[str, Entry] = {
    entry.id: entry
    for entry in (
        Entry(
            "frt",
            "First response time",
            "s",
            "lower",
            "From the visitor's first message to the first public answer of a person; once a conversation. "
            "No bot, note or automatic message ever stops it.",
            by_agent="who answered",
            options={
                "after_handoff": "From the last hand-over or queueing before the answer, if that is later.",
                "live_only": "Only conversations that began while somebody was there, and whose visitor "
                "was still there at the answer.",
            },
        ),
        Entry(
            "frt_butler",
            "Butler's first response time",
            "s",
            "lower",
            "From the visitor's first message to the butler's first public word after it (a text or an "
            "acknowledgement). Never mixed with the first response of people.",
            by_agent=None,
        ),
        Entry(
            "time_to_take_charge",
            "Time to take charge",
            "s",
            "lower",
            "From the visitor's first message, or from queueing if that is later, until the conversation is "
            "first given to a person or answered by one.",
            by_agent="who took it",
        ),
        Entry(
            "art",
            "Average response time",
            "s",
            "lower",
            "For each run of visitor messages, from its first message to the next public answer of a person; "
            "all runs pooled, the first included.",
            by_agent="who answered",
            options={
                "subsequent": "Without each conversation's first run.",
                "from_last": "From the last message of the run.",
                "per_conversation": "Each conversation's mean counts once.",
                "agent": "From when the conversation was given to who answered, if that is later.",
            },
        ),
        Entry(
            "resolution_time",
            "Resolution time",
            "s",
            "lower",
            "From the visitor's first message to the resolution (solved) that still stands; a conversation "
            "that is open again has none.",
            by_agent="who resolved it",
            options={
                "full_gross": "The whole span.",
                "full_net": "Without the time between a resolution and its reopening.",
                "active": "Without that, and without waiting for the visitor while snoozed.",
                "first": "To the first resolution, whether it stands or not.",
                "inactive": "Those that ended by inactivity too, up to the last public message.",
            },
            default="full_gross",
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
                "10 before an agent's.",
            },
            default="session",
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
        ),
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
        ),
        Entry(
            "csat",
            "Customer satisfaction",
            "%",
            "higher",
            "Share of satisfied ratings (4 and 5 of 5; 6 and 7 of 7; 9 and 10 of 10; thumb up) among each "
            "conversation's last rating within 7 days of the survey.",
            by_agent="the last person who had answered before the survey",
            clocks=WALL,
            options={
                "percent": "Share of satisfied ratings.",
                "mean": "Mean of the ratings, scales other than 1-5 rescaled to it.",
                "assignee": "Credit who had the conversation when the survey was sent.",
                "bot": "Conversations that only the bot answered.",
            },
            default="percent",
        ),
    )
}


def entries() -> list[dict[str, Any]]:
    """The registry as `GET /kpis` and `kpis list --json` give it."""
    return [
        {
            "id": entry.id,
            "version": entry.version,
            "name": entry.name,
            "definition": entry.definition,
            "unit": entry.unit,
            "better": entry.better,
            "clocks": list(entry.clocks),
            "attributions": list(entry.attributions),
            "by_agent": entry.by_agent,
            "options": dict(entry.options),
        }
        for entry in CATALOGUE.values()
    ]
