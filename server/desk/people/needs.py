"""What whoever gets a conversation must have: a team, skills, a language."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.core.decide import agent as decide
from server.core.refusals import Invalid

from ..agent import open_to, sender
from ..desk import Desk
from ..directory import Person, Topic
from ..floor import Guest


@dataclass(frozen=True, slots=True)
class Needs:
    """Of a conversation: `team` by id; `language` without its region."""

    team: str | None
    skills: tuple[str, ...] = ()
    language: str | None = None


def chosen(desk: Desk, guest: Guest, topic: str | None) -> Topic | None:
    """The topic that he says. One that his page still shows may be gone by now. Raises Invalid."""
    if topic is None:
        return None
    now = desk.directory.sites.get(guest.site.id)
    found = (now and now.topic(topic)) or guest.site.topic(topic)
    if found is None:
        raise Invalid("no such topic")
    return found


def of_new(desk: Desk, guest: Guest, topic: Topic | None) -> Needs:
    """Of the conversation that he opens: what he said that it is about, else what his page says.

    A team that was removed meanwhile is nobody's: then the next one that is asked for.
    """
    about = topic or guest.topic
    wanted = (about.team if about else None, guest.asked, guest.site.team)
    team = next((one for one in wanted if one in desk.directory.teams), None)
    return Needs(team, about.skills if about else (), language_of(guest.record.locale))


def language_of(locale: str | None) -> str | None:
    """`de` of `de-AT`; None for what is no locale."""
    language = (locale or "").replace("_", "-").split("-")[0].lower()
    return language if language.isascii() and language.isalpha() and 2 <= len(language) <= 3 else None


async def sets(
    desk: Desk, person: Person, conversation: str, skills: Sequence[str], language: str | None
) -> int:
    """An agent says what it needs: the whole new set. Gives the seq. Raises Invalid for what nobody has."""
    wanted = tuple(dict.fromkeys(skills))
    for skill in wanted:
        if not desk.directory.has_skill(skill):
            raise Invalid(f"nobody has the skill {skill}")
    found = await open_to(desk, person, conversation)
    async with desk.turn(found.visitor.id):
        recorded = await desk.record(
            conversation, lambda c: decide.needs(c, sender(person), wanted, language)
        )
    return recorded.conversation.last_seq
