"""The copy: pulled bit by bit it is the same as at once, and its past is what was known then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from server.core.events import AgentStatus, Event, Named
from server.core.facts import facts_of
from server.core.hours import Calendar
from server.core.kpis.asking.ask import Ask
from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from server.core.kpis.tables import Frames
from server.core.roster import Shift
from server.core.wire import subject_of
from server.store import records
from server.store.reports import copy
from server.store.reports.copy import Copy
from server.store.reports.source import Record, Records
from tests.cast import ADA, HOUR, NINE, given_to_ada, started, story, vera_says
from tests.kpis.worlds import CALENDARS, OFFICE, worlds
from tests.thorough import examples

# Each world is asked for every figure: on a busy machine that takes a while.

LATER = NINE + 10_000 * HOUR
ASKS = [
    Ask(kpi, LATER, since=since, attribution=entry.attributions[0], by=by)
    for kpi, entry in CATALOGUE.items()
    # Of a period rows are read otherwise than of all time, and names otherwise if something is split by them.
    for since, by in ((None, ()), (NINE - 10_000 * HOUR, entry.splits[:1]))
]
SOME = st.lists(st.sampled_from(ASKS), min_size=8, max_size=8, unique=True)


def are_the_same(one: Frames, other: Frames, asks: Sequence[Ask]) -> None:
    """Row by row, in whatever order; and so are some of the figures, which must not depend on the order."""
    assert one.keys() == other.keys()
    for name in one:
        found, wanted = one[name].collect(), other[name].collect()
        assert found.schema == wanted.schema, name
        assert sorted(map(repr, found.rows())) == sorted(map(repr, wanted.rows())), name
    for ask in asks:
        assert figure(one, ask) == figure(other, ask), ask


class ListSource:
    """A database of lists: each change is a conversation's events so far."""

    page = 2  # changes

    def __init__(self) -> None:
        self.changes: list[Sequence[Event]] = []

    def pages(self, mark: int) -> Iterator[tuple[Records, int]]:
        newest = {subject_of(story[0]): story for story in self.changes[mark:]}
        found = [self._record(*who, story) for who, story in newest.items()]
        for first in range(0, len(found), self.page):
            yield found[first : first + self.page], len(self.changes)

    def records(self, kind: str, subjects: Sequence[str]) -> Records:
        newest = {subject_of(story[0]): story for story in self.changes}
        return [self._record(kind, one, newest[kind, one]) for one in subjects if (kind, one) in newest]

    def _record(self, kind: str, subject: str, story: Sequence[Event]) -> Record:
        change = max(number for number, one in enumerate(self.changes) if one is story)
        return Record(kind, subject, change, records.encode(facts_of(story, CALENDARS)))

    def events(
        self, conversations: Sequence[str], before: int, types: Sequence[str] = ()
    ) -> Iterator[list[Event]]:
        newest = {story[0].conversation: story for story in self.changes}
        for name in conversations:
            yield [event for event in newest[name] if event.at < before]

    def reasons(self, since: int, until: int) -> Mapping[tuple[str, int], str]:
        return {}

    def shifts(self, as_of: int | None) -> Sequence[Shift]:
        return ()

    def calendars(self) -> Mapping[str, Calendar]:
        return CALENDARS

    def zone(self) -> str:
        return "UTC"


@pytest.fixture(autouse=True)
def small_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few conversations are much already."""
    for name, few in {"FRESH": 2, "RECENT": 4, "AT_ONCE": 3}.items():
        monkeypatch.setattr(copy, name, few)


@settings(max_examples=examples(8, thorough=20))
@given(world=worlds(12), data=st.data())
def test_pulled_bit_by_bit_and_with_new_starts_it_is_the_same_as_at_once(
    world: Sequence[Sequence[Event]], data: st.DataObject
) -> None:
    source = ListSource()
    with TemporaryDirectory() as folder:
        pulled = Copy(source, Path(folder))
        parts = [story[: data.draw(st.integers(1, len(story)))] for story in world]
        for part in (*parts, *world):
            source.changes.append(part)
            if data.draw(st.booleans()):
                pulled.pull()
            if data.draw(st.integers(0, 5)) == 0:
                pulled.close()
                pulled = Copy(source, Path(folder))
        pulled.pull()
        whole = frames_before([list(story) for story in world], None, OFFICE)
        are_the_same(pulled.frames(None), whole, data.draw(SOME))


@settings(max_examples=examples(10, thorough=20))
@given(world=worlds(), hours=st.integers(0, 100), asks=SOME)
def test_its_past_is_what_was_known_then(
    world: Sequence[Sequence[Event]], hours: int, asks: Sequence[Ask]
) -> None:
    source = ListSource()
    source.changes = list(world)
    pulled = Copy(source)
    pulled.pull()
    as_of = NINE + hours * HOUR
    whole = frames_before([list(story) for story in world], as_of, OFFICE)
    are_the_same(pulled.frames(as_of), whole, [replace(ask, as_of=as_of) for ask in asks])


def test_who_was_there_is_pulled_too_and_what_comes_later_is_not_of_the_past() -> None:
    comes = AgentStatus(by=ADA, agent=Named("a_ada"), status="online", slots=2, seq=1, at=NINE)
    goes = structs.replace(comes, status="offline", seq=2, at=NINE + 2 * HOUR)
    talk = story(started(), vera_says(), given_to_ada(at=NINE + HOUR))
    source, ask = ListSource(), Ask("occupancy", NINE + 3 * HOUR, attribution="overlap")
    source.changes = [(comes,), talk]
    pulled = Copy(source)
    pulled.pull()
    assert figure(pulled.frames(None), ask)["value"] == pytest.approx(100 * 2 / 3)
    source.changes.append((comes, goes))
    pulled.pull()
    assert figure(pulled.frames(None), ask)["value"] == 50
    before = replace(ask, as_of=NINE + 90 * 60_000)
    assert figure(pulled.frames(before.as_of), before)["value"] == pytest.approx(100 / 3)
    assert figure(pulled.frames(None), replace(ask, by=("agent",)))["groups"][0]["key"] == "a_ada"
