"""A snapshot and what is heard later is the same as hearing it all (F29), for every type of event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import msgspec
from hypothesis import given
from hypothesis import strategies as some

from server.core import events as e
from server.core.conversation import Conversation, after, replay
from server.core.events import EVENT_TYPES, Event, Named, Page, Sender
from server.core.wire import from_wire, to_wire
from tests.cast import ADA, BEN, BUTLER, NINE, SUPPORT, VERA, started, story

AGENTS = (Named("a_ada", "Ada"), Named("a_ben", "Ben"))
TEXTS = some.sampled_from(["Where is my order?", "Dzień dobry", "‮", ""])
PAGES = some.none() | some.builds(Page, some.just("https://shop.example/kettles"))
NAMES = some.none() | some.sampled_from(["Vera", "Véra Ünal"])
SEQS = some.none() | some.integers(0, 40)
TIMES = some.none() | some.integers(NINE, NINE + 10**7)

# What else than its own kind of values a type has; the rest is drawn by `of`.
TARGETS = some.sampled_from(["first_response", "next_response", "resolution"])
FIELDS: dict[type[Event], dict[str, some.SearchStrategy[object]]] = {
    e.ConversationStarted: {"visitor": some.just(Named("v_vera", "Vera")), "page": PAGES},
    e.MessageSent: {
        "text": TEXTS,
        "kind": some.sampled_from(["text", "file", "note", "auto_ack", "greeting"]),
        "public": some.booleans(),
        "phrase": some.none() | some.sampled_from(["greeting", "ask_email"]),
    },
    e.Queued: {
        "team": some.none() | some.just(SUPPORT),
        "reason": some.sampled_from(["asked", "agent_gone"]),
    },
    e.HandedOff: {},
    e.Assigned: {"agent": some.sampled_from(AGENTS)},
    e.Unassigned: {"agent": some.none() | some.sampled_from(AGENTS)},
    e.Transferred: {"to": some.sampled_from([*AGENTS, SUPPORT]), "team": some.booleans()},
    e.Snoozed: {"until": TIMES},
    e.Unsnoozed: {},
    e.Resolved: {"reason": some.sampled_from(["solved", "inactive", "spam"])},
    e.Reopened: {},
    e.VisitorLeft: {"since": TIMES},
    e.VisitorReturned: {},
    e.VisitorIdentified: {"customer": some.just("c_1"), "name": NAMES, "email": NAMES},
    e.DetailsGiven: {"name": NAMES, "email": NAMES, "phone": NAMES},
    e.PageViewed: {"page": PAGES},
    e.SurveySent: {"survey": some.sampled_from(["s1", "s2"]), "scale": some.sampled_from(["1-5", "0-1"])},
    e.Rated: {"score": some.none() | some.integers(1, 5)},
    e.MessageRead: {"upto": SEQS},
    e.MessageDelivered: {"upto": SEQS},
    e.MarkedSpam: {},
    e.UnmarkedSpam: {},
    e.Merged: {"into": some.just("c2")},
    e.Tagged: {"tags": some.sampled_from([(), ("order",), ("order", "late")])},
    e.Watched: {},
    e.Whispered: {"to": some.none() | some.sampled_from(AGENTS), "text": TEXTS},
    e.SlaApplied: {
        "policy": some.sampled_from(["gold", "silver", ""]),
        "first_response": some.none() | some.integers(1, 900),
        "warn_before": some.none() | some.integers(1, 900),
        "pauses": some.booleans(),
        "deadlines": some.dictionaries(TARGETS, some.integers(NINE, NINE + 10**7)),
    },
    e.SlaDue: {"target": TARGETS, "deadline": some.integers(NINE, NINE + 10**7)},
    e.SlaWarned: {"target": TARGETS, "deadline": some.integers(0, 2**50)},
    e.SlaBreached: {"target": TARGETS, "deadline": some.integers(0, 2**50)},
    e.NeedsSet: {"skills": some.sampled_from([(), ("billing",)]), "language": some.none() | some.just("it")},
    e.Prioritised: {"priority": some.integers(0, 9)},
    e.WaitTold: {"position": some.integers(1, 9), "high": some.none() | some.integers(0, 600_000)},
    e.Routed: {"agent": some.sampled_from(AGENTS), "reasons": some.just({"policy": "least_busy"})},
    e.Offered: {"agent": some.sampled_from(AGENTS), "until": some.integers(0, 2**50)},
    e.OfferLapsed: {"agent": some.sampled_from(AGENTS)},
    e.TransferOffered: {"to": some.sampled_from(AGENTS), "until": some.integers(0, 2**50)},
    e.TransferDeclined: {"agent": some.sampled_from(AGENTS)},
    e.Nudged: {"whom": some.sampled_from(["visitor", "agent"])},
    e.WrapupEnded: {"agent": some.sampled_from(AGENTS)},
    e.AgentStatus: {"agent": some.sampled_from(AGENTS), "status": some.sampled_from(["online", "away"])},
}
SENDERS: some.SearchStrategy[Sender] = some.sampled_from([VERA, ADA, BEN, BUTLER, e.SYSTEM])


def of(kind: type[Event]) -> some.SearchStrategy[Event]:
    where = None if kind is e.AgentStatus else "c1"
    built = some.builds(kind, conversation=some.just(where), by=SENDERS, **FIELDS[kind])
    return built


ANY = some.sampled_from(sorted(FIELDS, key=lambda kind: kind.type)).flatmap(of)
# An agent's own status stands in a timeline of his own.
IN_A_CONVERSATION = ANY.filter(lambda event: not isinstance(event, e.AgentStatus))


@dataclass
class Told:
    """A timeline, and in what order it comes to somebody: late, doubled, overtaken."""

    timeline: list[Event]
    arrivals: list[Event]
    cut: int


@some.composite
def tellings(draw: some.DrawFn) -> Told:
    events = [started(), *draw(some.lists(IN_A_CONVERSATION, max_size=30))]
    timeline = list(story(*events))
    late = draw(some.lists(some.tuples(some.integers(0, 6), some.booleans()), max_size=len(timeline)))
    coming = [(n, event) for n, event in enumerate(timeline)]
    for n, (by, doubled) in enumerate(late):
        coming[n] = (n + by, timeline[n])
        if doubled:
            coming.append((n + by + 3, timeline[n]))
    arrivals = [event for _, event in sorted(coming, key=lambda one: one[0])]
    return Told(timeline, arrivals, draw(some.integers(0, len(timeline))))


class Hearer:
    """Somebody who holds a snapshot, as it is stored, and hears events as they go over the wire."""

    def __init__(self, snapshot: Conversation) -> None:
        stored = msgspec.json.encode(snapshot)
        self.snapshot = msgspec.json.decode(stored, type=Conversation)
        self.heard: dict[int, Event] = {}

    def hears(self, event: Event) -> None:
        if event.seq > self.snapshot.last_seq:
            self.heard.setdefault(event.seq, from_wire(to_wire(event)))

    @property
    def conversation(self) -> Conversation:
        return reduce(after, (self.heard[seq] for seq in sorted(self.heard)), self.snapshot)


def heard(snapshot: Conversation, arrivals: Iterable[Event]) -> Conversation:
    hearer = Hearer(snapshot)
    for event in arrivals:
        hearer.hears(event)
    return hearer.conversation


def test_every_type_of_event_that_there_is_can_happen_here() -> None:
    assert FIELDS.keys() == set(EVENT_TYPES.values())


@given(told=tellings())
def test_a_snapshot_and_what_comes_late_doubled_or_overtaken_is_a_fresh_replay(told: Told) -> None:
    assert heard(replay(told.timeline[: told.cut]), told.arrivals) == replay(told.timeline)


@given(told=tellings())
def test_a_snapshot_of_a_snapshot_is_no_other(told: Told) -> None:
    half = heard(replay(told.timeline[: told.cut // 2]), told.timeline[: told.cut])
    assert heard(half, told.timeline) == replay(told.timeline)


@given(told=tellings())
def test_catching_up_part_by_part_is_catching_up(told: Told) -> None:
    conversation = replay(told.timeline[: told.cut])
    for part in parts(told.timeline, after=told.cut, most=4):
        conversation = heard(conversation, part)
    assert conversation == replay(told.timeline)


@given(event=ANY)
def test_every_event_is_the_same_after_its_way_over_the_wire(event: Event) -> None:
    assert from_wire(to_wire(event)) == event


def parts(timeline: Sequence[Event], after: int, most: int) -> Iterable[Sequence[Event]]:
    for begin in range(after, len(timeline), most):
        yield timeline[begin : begin + most]
