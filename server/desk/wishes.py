"""What somebody wants of a conversation, and how it went."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from server.core.conversation import NOT_STARTED, Conversation
from server.core.events import Event, MessageSent, Whispered
from server.core.facts import Facts
from server.core.refusals import Conflict

from .ports import Append, Due, VisitorRecord

Decide = Callable[[Conversation], Sequence[Event]]
Spoken = MessageSent | Whispered  # with an id of its sender's


@dataclass(frozen=True, slots=True)
class Recorded:
    """How the conversation stands, and what just happened to it. `message`: what was said, or repeated."""

    conversation: Conversation
    events: Sequence[Event]
    message: Spoken | None = None


class Said(NamedTuple):
    """A message, by which a repeat of it is known: who sent it, his client's id, and what it says."""

    sender: str | None
    id: str
    text: str
    choice: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.sender, self.id

    def first_answer(self, stored: Event) -> Spoken:
        """What was stored under the same id, if it is the same message. Raises Conflict if it is not."""
        choice = stored.choice if isinstance(stored, MessageSent) else None
        if not isinstance(stored, Spoken) or (stored.text, choice) != (self.text, self.choice):
            raise Conflict("this id was used for another message")
        return stored


@dataclass(slots=True, eq=False)
class Wish:
    """`decide` says what follows from the conversation as it stands when its turn has come.

    `said`: it is this message, which is stored once, however often it is sent; `message` is its event, a
    repeat's the first one's. `starts`: the conversation does not exist yet. `answered` is called once, when
    all of it is durable or refused. `fence`: see Append.
    """

    decide: Decide
    said: Said | None = None
    answered: Callable[["Wish"], None] | None = None
    starts: bool = False
    due: Sequence[Due] = ()
    done: Sequence[Due] = ()
    visitor: VisitorRecord | None = None
    fence: int | None = None
    events: Sequence[Event] = ()
    message: Spoken | None = None
    problem: BaseException | None = None
    conversation: Conversation | None = None

    def begins(self) -> None:
        self.events, self.message, self.problem = (), None, None

    def ends(self, conversation: Conversation) -> None:
        self.conversation = conversation
        if self.answered is not None:
            self.answered(self)

    def fails(self, problem: BaseException) -> None:
        self.problem = problem
        if self.answered is not None:
            self.answered(self)

    def result(self) -> Recorded:
        """Raises what stood in the way."""
        if self.problem is not None:
            raise self.problem
        if self.conversation is None:
            raise RuntimeError("its turn has not come yet")
        return Recorded(self.conversation, self.events, self.message)

    def said_now(self) -> Spoken:
        """Its message, among the events that it has just led to."""
        for event in self.events:
            if isinstance(event, Spoken) and event.id is not None:
                return event
        raise ValueError("it led to no message")

    def was_done_before(self, stored: Event) -> None:
        """Its message is in the timeline already."""
        try:
            self.message = self.said.first_answer(stored) if self.said is not None else None
        except Conflict as conflict:
            self.problem = conflict
        self.ends(NOT_STARTED)


def written_in(outcome: Recorded | Wish) -> MessageSent:
    """The event of a wish that was a message to all who may see them."""
    said = said_in(outcome)
    if not isinstance(said, MessageSent):
        raise TypeError("this was a whisper")
    return said


def said_in(outcome: Recorded | Wish) -> Spoken:
    """The event of a wish that was a message."""
    if outcome.message is None:
        raise TypeError("this was no message")
    return outcome.message


def append_of(
    events: Sequence[Event], conversation: Conversation, facts: Facts, wishes: Sequence[Wish]
) -> Append:
    """What all of them together write."""
    if len(wishes) == 1:
        wish = wishes[0]
        return Append(events, conversation, facts, wish.due, wish.done, wish.visitor, wish.fence)
    due = tuple(chain.from_iterable(wish.due for wish in wishes))
    done = tuple(chain.from_iterable(wish.done for wish in wishes))
    fence = next((wish.fence for wish in wishes if wish.events and wish.fence is not None), None)
    return Append(events, conversation, facts, due, done, fence=fence)


def answer(wishes: Sequence[Wish], conversation: Conversation) -> None:
    for wish in wishes:
        wish.ends(conversation)


def settle(done: asyncio.Future[Wish], wish: Wish) -> None:
    if not done.done():
        done.set_result(wish)
