"""Figures from bare timelines: what an auditor computes, without server or database."""

from collections.abc import Iterable, Mapping
from itertools import takewhile

from server.core.events import ConversationStarted, Event
from server.core.facts import Facts, facts_of
from server.core.hours import Calendar

from .stories import Story
from .tables import Frames, frames_of_facts


def frames_before(stories: Iterable[Story], as_of: int | None, calendar: Calendar | None) -> Frames:
    """Frames of what is known from the events before `as_of` (ms; None: all). One calendar holds for all."""
    return frames_of_facts(facts_before(stories, as_of, calendar))


def facts_before(stories: Iterable[Story], as_of: int | None, calendar: Calendar | None) -> Iterable[Facts]:
    """The facts of each conversation that has begun by then, and of each agent who has come."""
    for story in stories:
        known = list(story) if as_of is None else list(takewhile(lambda event: event.at < as_of, story))
        if known:
            yield facts_of(known, _everywhere(known[0], calendar))


def just_after(stories: Iterable[Story]) -> int:
    """The first instant at which everything is known, ms."""
    return max((story[-1].at for story in stories if story), default=0) + 1


def _everywhere(first: Event, calendar: Calendar | None) -> Mapping[str, Calendar]:
    if calendar is None or not isinstance(first, ConversationStarted):
        return {}
    return {first.site: calendar}
