"""The two years that figures are measured with: what is made for them is what the desk would have written."""

from server.core.facts import facts_of
from server.core.kpis.tables import bare_of
from server.store import records
from server.store.rows import event_row
from tests.bench.told_rows import Rows
from tests.bench.years import CALENDARS, Week


def test_a_record_that_was_moved_is_the_record_of_the_moved_timeline_to_the_byte() -> None:
    week = Week(300)
    for number in range(300):
        conversation, record = week.record(number, week=number % 104)
        story = week.story(number, week=number % 104)
        assert story[0].conversation == conversation
        assert records.encode(facts_of(story, CALENDARS)) == record


def test_rows_that_were_moved_are_the_rows_of_the_moved_timeline() -> None:
    week = Week(300)
    told = Rows(week)
    for number in range(300):
        story = [event_row(event) for event in week.story(number, week=number % 104)]
        assert list(told.of(number, number % 104)) == [tuple(row.values()) for row in story]
        assert tuple(story[0]) == told.columns


def test_a_conversation_has_twenty_messages_on_average() -> None:
    week = Week(1_000)
    tables = bare_of(records.plain(week.record(number, 0)[1]) for number in range(1_000))
    said = sum(one.type == "message.sent" for story in week.stories for one in story) / 1_000
    assert 19 <= said <= 21
    assert tables["turns"].height > 4_000


def test_who_comes_again_says_nothing_twice() -> None:
    told = Rows(Week(8))
    by, client = (told.columns.index(name) for name in ("by_id", "client_id"))
    rows = [row for week in range(4) for number in range(8) for row in told.of(number, week)]
    said = [(row[by], row[client]) for row in rows if row[client] and row[by].startswith("v_")]
    assert len({visitor for visitor, _ in said}) == 4 * 8 - 4
    assert len(set(said)) == len(said)
