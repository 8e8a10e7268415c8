"""How people work together, as the timelines show it: only of five and more, and never as one number."""

from collections.abc import Sequence
from typing import Any

import pytest

from server.core import events as e
from server.core.events import Event, Named, Sender
from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.listing import Listing
from server.core.kpis.behind import rows_behind
from server.core.kpis.figure import figure
from server.core.kpis.from_timeline import frames_before
from tests.cast import DAY, HOUR, MINUTE, NINE, started, story, vera_says

NOW = NINE + 30 * DAY
PEOPLE = ("ada", "ben", "cleo", "dan", "eva")


def says(agent: str, at: int) -> Event:
    return e.MessageSent(by=Sender("agent", agent), at=at)


def handed_on(number: int, *agents: str) -> Sequence[Event]:
    """A conversation that goes from one to the next, an hour each; each says a word."""
    at, events = NINE, list[Event]()
    for before, agent in zip((None, *agents), agents, strict=False):
        if before is None:
            events.append(e.Assigned(agent=Named(agent), at=at))
        else:
            events.append(e.Transferred(from_=Named(before), to=Named(agent), at=at))
        events.append(says(agent, at + MINUTE))
        at += HOUR
    return story(started(), vera_says(at=NINE), *events, conversation=f"c{number}")


def online(agent: str, until: int) -> Sequence[Event]:
    by, named = Sender("agent", agent), Named(agent)
    return [
        e.AgentStatus(by=by, agent=named, status="online", slots=2, at=NINE, seq=1),
        e.AgentStatus(by=by, agent=named, status="offline", slots=2, at=until, seq=2),
    ]


def measured(stories: Sequence[Sequence[Event]], **more: Any) -> dict[str, Any]:
    return figure(frames_before(stories, None, None), Ask("engagement_measured", NOW, **more))


# Ada and Ben give to each other, Cleo to Dan only; Eva works alone. Ada leaves before her second word.
WORLD = [
    handed_on(1, "ada", "ben"),
    handed_on(2, "ben", "ada"),
    handed_on(3, "cleo", "dan"),
    handed_on(4, "eva"),
    online("ada", NINE + HOUR),
    *(online(agent, NINE + DAY) for agent in PEOPLE[1:]),
]


def test_whom_people_share_conversations_with_is_measured() -> None:
    answer = measured(WORLD, since=NINE, until=NINE + 7 * DAY)
    assert (answer["value"], answer["n"], answer["reason"]) == (None, 5, "no_index")
    measures = answer["measures"]
    # Ada: Ben; Ben: Ada; Cleo: Dan; Dan: Cleo; Eva: nobody.
    assert measures["colleagues"] == pytest.approx(4 / 5)
    assert measures["reciprocity"] == pytest.approx(50)
    assert measures["transfers_per_week"] == pytest.approx(3 / 5)
    assert measures["replies_while_away"] == pytest.approx(100 / 7)
    assert measures["coaching_minutes"] is None


def test_of_four_people_nothing_is_shown() -> None:
    answer = measured([told for told in WORLD if told != handed_on(4, "eva")])
    assert (answer["n"], answer["reason"]) == (4, "too_few")
    assert set(answer["measures"].values()) == {None}


def test_nobody_is_listed() -> None:
    listed = rows_behind(frames_before(WORLD, None, None), Listing(Ask("engagement_measured", NOW)))
    assert (listed["total"], listed["items"]) == (5, [])


def test_who_was_not_at_work_in_the_period_is_not_counted() -> None:
    # Cleo has given hers on; the others have one each that is not over.
    assert measured(WORLD, since=NINE + 10 * DAY)["n"] == 4
    assert measured(WORLD, until=NINE - 1)["n"] == 0
