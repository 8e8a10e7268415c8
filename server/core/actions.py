"""What a butler may want, and what he may know besides the conversation. He asks; the desk does."""

from dataclasses import dataclass

from .events import Choice


@dataclass(frozen=True, slots=True)
class Say:
    """`phrase` names what is said: one phrase is said once until the conversation is resolved."""

    phrase: str
    text: str
    choices: tuple[Choice, ...] = ()
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    reason: str = "asked"


@dataclass(frozen=True, slots=True)
class NoteDetails:
    """He found an address in what the visitor wrote."""

    email: str


Action = Say | HandOver | NoteDetails


@dataclass(frozen=True, slots=True)
class World:
    """The moment. `now` and `opens_at` in ms; `tz` is the site's zone; `takers` are the agents who are
    online for the conversation's team, `free` those of them who have a slot left, `ahead` those who wait
    already; `asks_email`: somebody will read an address.
    """

    now: int
    open: bool = True
    opens_at: int | None = None
    tz: str = "UTC"
    takers: int = 0
    free: int = 0
    ahead: int = 0
    asks_email: bool = True
    butler: str = "Butler"
