"""What visitors may say that it is about, before they write: read, and held to what there is."""

import secrets
from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct

from server.core.refusals import Invalid
from server.desk.directory import Directory, Topic

from .agents import Skill
from .fields import Id, name_of

MOST = 12
# A star alone would be the beginning of every word.
Word = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"[^\W_]")]


class TopicOf(Struct, forbid_unknown_fields=True):
    """`team`: whose it is then; null: the site's. `skills`: what whoever gets it must have. `words`: by which
    the butler knows it where nobody has said so; `invoic*` is how a word begins.

    Without an `id` it is a new one.
    """

    label: Annotated[str, Meta(min_length=1, max_length=60)]
    id: Id | None = None
    team: Id | None = None
    skills: Annotated[list[Skill], Meta(max_length=10)] = []
    words: Annotated[list[Word], Meta(max_length=30)] = []


Topics = Annotated[list[TopicOf], Meta(max_length=MOST)]


def plain(topic: Topic) -> dict[str, Any]:
    about = {"id": topic.id, "label": topic.label, "team": topic.team}
    return {**about, "skills": list(topic.skills), "words": list(topic.words)}


def read(wanted: Sequence[TopicOf], directory: Directory, site_team: str | None) -> list[dict[str, Any]]:
    """As they are kept. Raises Invalid for two alike, a team that is none, a skill that nobody has."""
    topics = [_read(topic) for topic in wanted]
    for field in ("id", "label"):
        seen = [topic[field].casefold() for topic in topics]
        if len(set(seen)) < len(seen):
            raise Invalid(f"topics: two have the same {field}")
    for topic in topics:
        _must_be_answered(topic, directory, site_team)
    return topics


def _read(topic: TopicOf) -> dict[str, Any]:
    return {
        "id": topic.id or f"o_{secrets.token_urlsafe(6)}",
        "label": name_of(topic.label),
        "team": topic.team,
        "skills": list(dict.fromkeys(name_of(skill) for skill in topic.skills)),
        "words": list(dict.fromkeys(name_of(word) for word in topic.words)),
    }


def _must_be_answered(topic: dict[str, Any], directory: Directory, site_team: str | None) -> None:
    label: str = topic["label"]
    team: str | None = topic["team"] or site_team
    if topic["team"] is not None and topic["team"] not in directory.teams:
        raise Invalid(f"topics: {label}: there is no such team")
    for skill in topic["skills"]:
        if not directory.has_skill(skill, team):
            named = directory.team_named(team)
            where = f" in {named.name}" if named else ""
            raise Invalid(f"topics: {label}: nobody{where} has the skill {skill}")
