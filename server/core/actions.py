"""What a butler may want, and what he may know besides the conversation. He asks; the desk does."""

from dataclasses import dataclass

from .events import Choice, Named
from .queueing import Wait


@dataclass(frozen=True, slots=True)
class Say:
    """`phrase` names what is said: one phrase is said once until the conversation is resolved."""

    phrase: str
    text: str
    choices: tuple[Choice, ...] = ()
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What it may be about: `words` that tell so, and whose it is then. `team`: None, whose it is anyway."""

    label: str
    words: tuple[str, ...] = ()
    team: Named | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """`topic`: what he takes it to be about."""

    reason: str = "asked"
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class NoteDetails:
    """He found an address in what the visitor wrote."""

    email: str


Action = Say | HandOver | NoteDetails


@dataclass(frozen=True, slots=True)
class World:
    """The moment. `now` and `opens_at` in ms; `tz` is the site's zone; `takers` are the agents who are
    online for the conversation's team, `free` those of them who have a slot left, `ahead` those who wait
    already, `wait` how long it will take then, as far as that can be said; `full`: so long that
    visitors are asked for messages instead; `asks_email`: somebody will read
    an address; `topics`: what it may be about, while nobody has said so.
    """

    now: int
    open: bool = True
    opens_at: int | None = None
    tz: str = "UTC"
    takers: int = 0
    free: int = 0
    ahead: int = 0
    wait: Wait | None = None
    full: bool = False
    asks_email: bool = True
    butler: str = "Butler"
    topics: tuple[Topic, ...] = ()
