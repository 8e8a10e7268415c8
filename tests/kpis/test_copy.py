"""The copy: pulled bit by bit it is the same as at once, and its past is what was known then."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.events import Event
from server.core.facts import facts_of
from server.core.hours import Calendar
from server.core.kpis.ask import Ask
from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from server.store import records
from server.store.reports import copy
from server.store.reports.copy import Copy
from server.store.reports.source import Records
from tests.cast import HOUR, NINE
from tests.kpis.worlds import CALENDARS, OFFICE, worlds

LATER = NINE + 10_000 * HOUR
ASKS = [Ask(kpi, LATER, attribution=entry.attributions[0]) for kpi, entry in CATALOGUE.items()]


class ListSource:
    """A database of lists: each change is a conversation's events so far."""

    def __init__(self) -> None:
        self.changes: list[Sequence[Event]] = []

    def changed(self, mark: int) -> tuple[Records, int]:
        newest = {story[0].conversation or "": story for story in self.changes[mark:]}
        found = [(name, records.encode(facts_of(story, CALENDARS))) for name, story in newest.items()]
        return found, len(self.changes)

    def events(self, conversations: Sequence[str], before: int) -> Iterator[list[Event]]:
        newest = {story[0].conversation: story for story in self.changes}
        for name in conversations:
            yield [event for event in newest[name] if event.at < before]

    def calendars(self) -> Mapping[str, Calendar]:
        return CALENDARS

    def zone(self) -> str:
        return "UTC"


@pytest.fixture(autouse=True)
def small_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Merges already after three conversations."""
    monkeypatch.setattr(copy, "MERGE_AT", 3)
    monkeypatch.setattr(copy, "AT_ONCE", 2)


@settings(max_examples=8, deadline=None)
@given(world=worlds(), data=st.data())
def test_pulled_bit_by_bit_it_is_the_same_as_at_once(
    world: Sequence[Sequence[Event]], data: st.DataObject
) -> None:
    source = ListSource()
    pulled = Copy(source)
    parts = [story[: data.draw(st.integers(1, len(story)))] for story in world]
    for part in (*parts, *world):
        source.changes.append(part)
        if data.draw(st.booleans()):
            pulled.pull()
    pulled.pull()
    whole = frames_before([list(story) for story in world], None, OFFICE)
    for ask in ASKS:
        assert figure(pulled.frames(None), ask) == figure(whole, ask)


@settings(max_examples=8, deadline=None)
@given(world=worlds(), hours=st.integers(0, 100))
def test_its_past_is_what_was_known_then(world: Sequence[Sequence[Event]], hours: int) -> None:
    source = ListSource()
    source.changes = list(world)
    pulled = Copy(source)
    pulled.pull()
    as_of = NINE + hours * HOUR
    whole = frames_before([list(story) for story in world], as_of, OFFICE)
    for kpi, entry in CATALOGUE.items():
        ask = Ask(kpi, LATER, attribution=entry.attributions[0], as_of=as_of)
        assert figure(pulled.frames(as_of), ask) == figure(whole, ask)
