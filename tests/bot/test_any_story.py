"""Whatever happens to a conversation, the butler comes to rest and repeats nothing."""

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from bot.butler import decide
from server.core import events as e
from server.core.actions import Action, HandOver, NoteDetails, Say, World
from server.core.conversation import NOT_STARTED, Conversation, after
from server.core.events import Event, Named
from tests.cast import ADA, BUTLER, NINE, SECOND, SUPPORT, VERA, started

MOST_ROUNDS = 5

WORLDS = some.builds(
    World,
    now=some.just(NINE),
    open=some.booleans(),
    opens_at=some.none() | some.integers(NINE, NINE + 10**9),
    tz=some.sampled_from(["UTC", "Europe/Warsaw", "Asia/Kolkata"]),
    takers=some.integers(0, 3),
    free=some.integers(0, 3),
    ahead=some.integers(0, 30),
    asks_email=some.booleans(),
)
TEXTS = some.sampled_from(["Where is my order?", "vera@example.com", "Grazie", "@", ""])
HAPPENINGS: list[Event] = [
    e.MessageSent(by=ADA, text="Let me look."),
    e.MessageSent(by=ADA, text="A returning customer.", public=False, kind="note"),
    e.MessageSent(by=e.SYSTEM, text="Your order has left."),
    e.MessageSent(by=BUTLER, kind="greeting", text="Good morning.", phrase="greeting"),
    e.Assigned(agent=Named("a_ada", "Ada")),
    e.Unassigned(agent=Named("a_ada", "Ada")),
    e.Queued(reason="agent_gone"),
    e.Transferred(from_=Named("a_ada"), to=SUPPORT, team=True),
    e.Snoozed(),
    e.Unsnoozed(),
    e.Resolved(by=ADA),
    e.Reopened(by=VERA),
    e.VisitorLeft(),
    e.VisitorReturned(),
    e.DetailsGiven(by=VERA, email="vera@example.com"),
    e.MarkedSpam(),
    e.UnmarkedSpam(),
    e.MessageRead(by=ADA),
]


class AnyStory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.conversation = NOT_STARTED
        self.said: list[str] = []
        self._happens(started())

    @rule(text=TEXTS, world=WORLDS)
    def vera_writes(self, text: str, world: World) -> None:
        self._turn(e.MessageSent(by=VERA, text=text), world)

    @rule(event=some.sampled_from(HAPPENINGS), world=WORLDS)
    def something_happens(self, event: Event, world: World) -> None:
        self._turn(event, world)

    @invariant()
    def nothing_was_said_twice(self) -> None:
        assert len(self.said) == len(set(self.said))

    @invariant()
    def one_acknowledgement_is_enough(self) -> None:
        assert sum(phrase.startswith("ack.") for phrase in self.said) <= 1

    def _turn(self, event: Event, world: World) -> None:
        self._happens(event)
        for _ in range(MOST_ROUNDS):
            actions = decide(self.conversation, world)
            if not actions:
                return
            for action in actions:
                self._does(action)
        assert decide(self.conversation, world) == []

    def _does(self, action: Action) -> None:
        assert self.conversation.status == "open" and self.conversation.agent is None
        assert not self.conversation.spam
        if isinstance(action, Say):
            self.said.append(action.phrase)
        self._happens(as_event(action, self.conversation))

    def _happens(self, event: Event) -> None:
        seq = self.conversation.last_seq + 1
        event = replace(event, conversation="c1", seq=seq, at=NINE + seq * SECOND)
        self.conversation = after(self.conversation, event)
        if isinstance(event, e.Reopened):
            self.said.clear()


def as_event(action: Action, conversation: Conversation) -> Event:
    match action:
        case Say(phrase, text):
            return e.MessageSent(by=BUTLER, kind="auto_ack", text=text, phrase=phrase)
        case HandOver(reason):
            return e.Queued(by=BUTLER, team=conversation.team, reason=reason)
        case NoteDetails(email):
            return e.DetailsGiven(by=BUTLER, email=email)


AnyStory.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestAnyStory = AnyStory.TestCase
