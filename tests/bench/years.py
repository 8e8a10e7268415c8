"""Two years of a desk: 50 agents of 5 teams, conversations of twenty messages.

One week of them is drawn and told by chance, event by event, and goes through the real fold. All other weeks
are that week again, moved by whole weeks and with other people at work: what is folded from a timeline that
was moved is what was folded from it, moved, for opening hours are those of the same weekday
(test_bench_years.py holds it to the byte). So a million records take minutes, and differ in nothing from
those that the desk would have written.
"""

import random
import struct
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import replace

from server.core import events as e
from server.core.events import Event, Named, Sender
from server.core.facts import Facts, facts_of
from server.core.facts.rows import PresenceSpell
from server.core.hours import Calendar
from server.store import records

WEEKS = 104
DAY = 86_400_000  # ms
WEEK = 7 * DAY
FIRST = 1_704_067_200_000  # Monday, 1 January 2024, UTC
END = FIRST + WEEKS * WEEK
AGENTS, TEAMS, SITES = 50, 5, ("s_a", "s_b")
OFFICE = Calendar.from_dict(
    {
        "id": "s_a/1",
        "tz": "UTC",
        "hours": {day: [["08:00", "19:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    }
)
CALENDARS = {site: OFFICE for site in SITES}
SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
_TEXT = "My order has not arrived yet; could you please have a look where it is?"
_DAYS = (10, 10, 9, 9, 8, 2, 1)

_INSTANT, _MS = struct.Struct(">BQ"), struct.Struct(">Q")  # as MessagePack has them
_BOT = Sender("bot", "butler", "Butler")


def agent(number: int) -> Named:
    return Named(f"a_{number % AGENTS:022}", f"Agent {number % AGENTS}")


def ids(number: int) -> tuple[str, str]:
    """Of the conversation of that number, and of its visitor: as long as real ones, and spread as evenly."""
    spread = f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"
    return f"c_{spread}{number % 10**6:06}", f"v_{spread[::-1]}{number % 10**6:06}"


def told(chance: random.Random, number: int) -> list[Event]:
    """A conversation of the first week."""
    return _Story(chance, number).events


class _Story:
    def __init__(self, chance: random.Random, number: int) -> None:
        self.events: list[Event] = []
        self._chance = chance
        self._id, visitor = ids(number)
        self._vera = Sender("visitor", visitor, "Vera")
        self._team = Named(f"t_{number % TEAMS}", f"Team {number % TEAMS}")
        self._agent = agent(number % TEAMS + TEAMS * chance.randrange(AGENTS // TEAMS))
        self._at = FIRST + self._arrival()
        self._begins(number)
        if chance.random() < 0.08:
            self._the_bot_alone()
        else:
            self._people()

    def _arrival(self) -> int:
        day = self._chance.choices(range(7), _DAYS)[0]
        return day * DAY + int(min(max(self._chance.gauss(13, 3.2), 0), 23.99) * HOUR)

    def _add(self, event: Event, after: float = 0) -> None:
        """`after`: the mean of how many s later."""
        self._at += int(self._chance.expovariate(1 / after) * SECOND) if after else 0
        self.events.append(replace(event, conversation=self._id, seq=len(self.events) + 1, at=self._at))

    def _begins(self, number: int) -> None:
        chance = self._chance
        self._add(
            e.ConversationStarted(
                by=self._vera,
                site=SITES[number % 3 == 0],
                visitor=Named(self._vera.id or "", "Vera"),
                team=self._team,
                channel="web" if chance.random() < 0.85 else "email",
                mode="live" if chance.random() < 0.85 else "offline",
            )
        )
        self._says(self._vera)
        self._add(e.MessageSent(by=_BOT, kind="auto_ack", text="A colleague will be with you shortly."), 1)

    def _says(self, by: Sender, after: float = 0) -> None:
        number = len(self.events)
        self._add(e.MessageSent(by=by, id=f"00000000-0000-4000-8000-{number:012x}", text=_TEXT), after)

    def _the_bot_alone(self) -> None:
        for _ in range(self._chance.randint(1, 3)):
            self._says(_BOT, 2)
            self._says(self._vera, 20)
        self._says(_BOT, 2)
        self._add(e.Resolved(by=self._vera, reason="visitor_ended"), 60)

    def _people(self) -> None:
        chance = self._chance
        self._add(e.Queued(team=self._team))
        self._add(
            e.SlaApplied(
                policy="usual/1",
                first_response=60,
                next_response=120,
                resolution=DAY // SECOND,
                calendar="s_a/1",
            )
        )
        if chance.random() < 0.5:
            self._add(e.WaitTold(position=2, low=0, high=2 * MINUTE, p10=10_000, p90=110_000), 5)
        if chance.random() < 0.06:
            self._add(e.VisitorLeft(), 60)
            self._add(e.Resolved(reason="abandoned"), 600)
            return
        self._add(e.Assigned(agent=self._agent), 25)
        self._talk(chance.randint(3, 9))
        if chance.random() < 0.08:
            other = agent(chance.randrange(AGENTS))
            self._add(e.Transferred(by=self._sender(), from_=self._agent, to=other), 20)
            self._agent = other
            self._talk(chance.randint(1, 3))
        self._ends()
        if chance.random() < 0.05:
            self._says(self._vera, 7_200)
            self._add(e.Reopened())
            self._talk(1)
            self._ends()

    def _sender(self) -> Sender:
        return Sender("agent", self._agent.id, self._agent.name)

    def _talk(self, turns: int) -> None:
        for turn in range(turns):
            if turn:
                for _ in range(self._chance.choice((1, 1, 2, 3))):
                    self._says(self._vera, 35)
            for _ in range(self._chance.choice((1, 1, 2, 3))):
                self._says(self._sender(), 40)

    def _ends(self) -> None:
        chance = self._chance
        if chance.random() < 0.4:
            self._add(
                e.Tagged(by=self._sender(), tags=(chance.choice(("delivery", "refund", "account")),)), 5
            )
        reason: Any = chance.choices(("solved", "inactive", "spam"), (88, 10, 2))[0]
        self._add(e.Resolved(by=self._sender(), reason=reason), 30)
        self._add(e.WrapupEnded(by=self._sender(), agent=self._agent), 45)
        if reason == "solved":
            self._add(e.SurveySent(survey="q"), 1)
            if chance.random() < 0.3:
                score = chance.choices(range(1, 6), (4, 4, 8, 30, 54))[0]
                self._add(e.Rated(by=self._vera, survey="q", score=score), 120)


class Week:
    """So many conversations of the first week, folded; and any of them in any other week."""

    def __init__(self, conversations: int, seed: int = 1) -> None:
        chance = random.Random(seed)
        self.stories = [told(chance, number) for number in range(conversations)]
        self._templates = [
            _Template(records.encode(facts_of(story, CALENDARS)), ids(number))
            for number, story in enumerate(self.stories)
        ]

    def record(self, number: int, week: int) -> tuple[str, bytes]:
        """The id and the record of that conversation in that week."""
        conversation, visitor = self._ids(number, week)
        return conversation, self._templates[number].moved(week, conversation, visitor)

    def story(self, number: int, week: int) -> list[Event]:
        """Its timeline."""
        names = self.names(number, week)
        return [_moved(event, week * WEEK, names) for event in self.stories[number]]

    def names(self, number: int, week: int) -> dict[str, str]:
        """By the ids of the first week, those of that week."""
        old, new = ids(number), self._ids(number, week)
        return {**_people(week), **dict(zip(old, new, strict=True))}

    def _ids(self, number: int, week: int) -> tuple[str, str]:
        conversation, _ = ids(week * len(self.stories) + number)
        return conversation, ids(came_in(number, week) * len(self.stories) + number)[1]


def came_in(number: int, week: int) -> int:
    """The week in which that conversation's visitor first came: one of four comes again a week later."""
    return week - week % 2 if number % 4 == 0 else week


def of_week(message: str, week: int) -> str:
    """A message's id: who comes again gives each one of its own."""
    return f"{message[:-12]}{week:06x}{message[-6:]}"


@cache
def _people(week: int) -> dict[str, str]:
    return {agent(one).id: agent(one + TEAMS * week).id for one in range(AGENTS)}


class _Template:
    """A record, and where in it instants and names lie. Both always take as many bytes."""

    def __init__(self, record: bytes, names: tuple[str, str]) -> None:
        self._record = record
        instants = set(_instants(msgspec.msgpack.decode(record)))
        self._instants = [
            (place + 1, at) for at in instants for place in _places(record, _INSTANT.pack(0xCF, at))
        ]
        self._conversation, self._visitor = ([*_places(record, name.encode())] for name in names)
        self._agents = [
            (place, number)
            for number in range(AGENTS)
            for place in _places(record, agent(number).id.encode())
        ]

    def moved(self, week: int, conversation: str, visitor: str) -> bytes:
        """People move on by the week, too."""
        record = bytearray(self._record)
        for place, at in self._instants:
            _MS.pack_into(record, place, at + week * WEEK)
        for place, number in self._agents:
            record[place : place + 24] = agent(number + TEAMS * week).id.encode()
        for places, name in ((self._conversation, conversation), (self._visitor, visitor)):
            for place in places:
                record[place : place + 24] = name.encode()
        return bytes(record)


def _instants(value: Any) -> Iterator[int]:
    """Later than any length is long."""
    if isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _instants(one)
    elif isinstance(value, int) and value > FIRST:
        yield value


def _places(record: bytes, wanted: bytes) -> Iterator[int]:
    place = record.find(wanted)
    while place >= 0:
        yield place
        place = record.find(wanted, place + 1)


def _moved(event: Event, by: int, names: dict[str, str]) -> Event:
    changes: dict[str, Any] = {"at": event.at + by, "conversation": names[event.conversation or ""]}
    if event.id is not None:
        changes["id"] = of_week(event.id, by // WEEK)
    for name in ("by", "visitor", "agent", "from_", "to"):
        one = getattr(event, name, None)
        if one is not None and getattr(one, "id", None) in names:
            changes[name] = replace(one, id=names[one.id])
    return replace(event, **changes)


def all_records(week: Week, weeks: Sequence[int] = range(WEEKS)) -> Iterator[tuple[str, bytes]]:
    """Week by week, as time went."""
    for one in weeks:
        for number in range(len(week.stories)):
            yield week.record(number, one)


def presences(weeks: int = WEEKS) -> Iterator[tuple[str, bytes]]:
    """Of each agent: eight hours of each working day."""
    for number in range(AGENTS):
        name, spells = agent(number).id, []
        for day in (day for day in range(7 * weeks) if day % 7 < 5):
            comes = FIRST + day * DAY + (8 + number % 4) * HOUR
            spells += [PresenceSpell(name, "online", 4, comes, comes + 8 * HOUR)]
            spells += [PresenceSpell(name, "offline", 4, comes + 8 * HOUR, comes + DAY)]
        yield name, records.encode(Facts(presence=spells))
