"""How a conversation is told in a few steps, from which facts are made as from any other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.core import events as e
from server.core.events import Event, Named, Sender
from server.core.facts import facts_of
from server.core.facts.rows import Facts
from server.core.values import replace

from ..given.rows import Rows

Inputs = Mapping[str, Any]
Steps = Sequence[tuple[float, Event]]

START = 1_767_225_600_000  # 2026-01-01 00:00 UTC
DAY, HOUR = 86_400_000, 3_600_000
NOW = START + 4_000 * DAY
LONG_AGO = 400 * 86_400  # s before NOW: whatever has to ripen is ripe
MONTH = {"since": START, "until": START + 30 * DAY}
VISITOR, BOT, AGENT = Sender("visitor", "visitor"), Sender("bot", "bot"), Sender("agent", "agent")
ASKS, ANSWERED = e.MessageSent(by=VISITOR), e.MessageSent(by=AGENT)
BOT_SAYS, SOLVED = e.MessageSent(by=BOT), e.Resolved(by=AGENT)
HELPED: Steps = ((0, ASKS), (1, ANSWERED))
OF_BOT: Steps = ((0, ASKS), (1, BOT_SAYS))


@dataclass
class Found:
    """Conversations; fields of the question that the inputs mean; rows that no timeline holds, by frame."""

    facts: list[Facts] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    given: dict[str, Rows] = field(default_factory=dict)

    def tells(self, *steps: tuple[float, Event], at: int = START, **start: Any) -> None:  # noqa: ANN401
        """One more conversation, each step with its time in s after the start."""
        number = len(self.facts)
        begins = {"visitor": Named(f"visitor {number}"), "site": "site", **start}
        told = [(0.0, e.ConversationStarted(by=VISITOR, **begins)), *steps]
        self.facts.append(facts_of(_numbered(told, f"c{number}", at), {}))

    def tells_often(self, many: int, *steps: tuple[float, Event], **start: Any) -> None:  # noqa: ANN401
        for _ in range(many):
            self.tells(*steps, **start)


def _numbered(steps: Steps, conversation: str, start: int) -> Iterator[Event]:
    for seq, (seconds, event) in enumerate(steps, start=1):
        yield replace(event, conversation=conversation, seq=seq, at=start + round(seconds * 1000))


def often(inputs: Inputs, name: str) -> int:
    return int(inputs.get(name) or 0)
