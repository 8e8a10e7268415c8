"""Who comes to the shop's chat, when, and what for."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from server.core.events import Named, Page, Sender
from server.desk.ports import VisitorRecord

from .cast import SALES, SITE, SUPPORT
from .talk import Talk, Topic
from .talk.spoken import SHARES, TALKS
from .year import DAY

SHOP_URL = "https://shop.demo.example"
RETURNING = 0.3
NAMED = 0.6
REST = 9 * DAY  # longer than a resolved conversation can be reopened
WEIGHTS = {"delivery": 5, "return": 3, "spare part": 2, "care": 2, "advice": 4, "invoice": 1}
TITLES = {"/": "Home", "/kettles.html": "Kettles", "/teapots.html": "Teapots", "/care.html": "Care"}


@dataclass(frozen=True, slots=True)
class Visit:
    number: int
    at: int
    visitor: VisitorRecord
    talk: Talk
    topic: Topic

    @property
    def sender(self) -> Sender:
        return Sender("visitor", self.visitor.id, self.visitor.name)

    @property
    def named(self) -> Named:
        return Named(self.visitor.id, self.visitor.name)

    @property
    def team(self) -> Named:
        return SALES if self.topic.tag == "advice" else SUPPORT

    @property
    def page(self) -> Page:
        return Page(f"{SHOP_URL}{self.topic.page}", TITLES[self.topic.page])

    @property
    def address(self) -> str:
        """As it is kept: of a block that is set aside for examples, without its last number."""
        return ("192.0.2.0", "198.51.100.0", "203.0.113.0")[self.number % 3]


def visits(chance: Random, times: list[int]) -> Iterator[Visit]:
    """One for each time. Some visitors were there before, but not within the last days."""
    known: list[VisitorRecord] = []
    for number, at in enumerate(times):
        visitor = _known_one(chance, known, at) or _new_one(chance, len(known), at)
        if visitor.last_seen_at == 0:
            known.append(visitor)
        visitor.last_seen_at = at
        talk = TALKS[visitor.locale or "en"]
        topic = chance.choices(talk.topics, [WEIGHTS[topic.tag] for topic in talk.topics])[0]
        yield Visit(number, at, visitor, talk, topic)


def _known_one(chance: Random, known: list[VisitorRecord], at: int) -> VisitorRecord | None:
    if not known or chance.random() > RETURNING:
        return None
    visitor = chance.choice(known)
    return visitor if visitor.last_seen_at < at - REST else None


def _new_one(chance: Random, number: int, at: int) -> VisitorRecord:
    language = chance.choices(list(SHARES), list(SHARES.values()))[0]
    name = chance.choice(TALKS[language].names) if chance.random() < NAMED else None
    visitor = f"v_demo_{number:05}"
    # No token hashes to this: nobody can come back as a visitor of the past.
    token_hash = f"none:{visitor}"
    return VisitorRecord(visitor, SITE, token_hash, name, locale=language, first_seen_at=at)
