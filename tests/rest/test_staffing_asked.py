"""Staffing over HTTP: what came, what it takes, and what the roster gives, from the reporting process."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from server.core.conversation import replay
from server.core.events import (
    Assigned,
    ConversationStarted,
    Event,
    MessageSent,
    Named,
    Queued,
    Resolved,
    Sender,
)
from server.core.facts import facts_of
from server.core.kpis.asking import periods
from server.desk.ports import Append
from tests.rest.asking import Office

HOUR, MINUTE = 3_600_000, 60_000
WEEKS = 5
TEN = "10:00"


async def has_a_past(office: Office) -> None:
    """Every day at ten four people came, a minute apart, and Ada had each for ten minutes."""
    today = periods.local_date(office.running.clock(), "UTC")
    days = [today - timedelta(days=number) for number in range(1, 7 * WEEKS + 2)]
    tens = [periods.midnight(day, "UTC") + 10 * HOUR + step * MINUTE for day in days for step in range(4)]
    await asyncio.gather(*(_told(office, f"c{at}", at) for at in tens))


async def _told(office: Office, name: str, at: int) -> None:
    vera, ada = Sender("visitor", f"v {name}"), Sender("agent", office.running.ada.id)
    steps: Sequence[tuple[int, Event]] = [
        (0, ConversationStarted(by=vera, site=office.running.site.id, visitor=Named(f"v {name}"))),
        (0, MessageSent(by=vera)),
        (0, Queued(team=next(iter(office.kept.directory.teams.values())).named)),
        (5_000, Assigned(agent=office.running.ada.named)),
        (20_000, MessageSent(by=ada)),
        (605_000, Resolved(by=ada, reason="solved")),
    ]
    story = [
        replace(event, conversation=name, seq=seq, at=at + later)
        for seq, (later, event) in enumerate(steps, start=1)
    ]
    await office.kept.timeline.append(Append(story, replay(story), facts_of(story, {})))


async def asked(office: Office, query: str = "") -> dict[str, Any]:
    answer = await office.program(office.running.sam).get(f"/staffing?tz=UTC&{query}")
    assert answer.status == 200, answer.text
    return dict(answer.json)


def at_ten(told: dict[str, Any]) -> dict[str, Any]:
    """Of the last day of the week."""
    return dict([cell for cell in told["cells"] if cell["time"] == TEN][-1])


async def test_a_week_is_foretold_from_what_came_and_judged_against_the_roster(
    office_on_each: Office,
) -> None:
    office = office_on_each
    await has_a_past(office)
    today = periods.local_date(office.running.clock(), "UTC")
    monday = today + timedelta(days=7 - today.weekday())
    sunday = monday + timedelta(days=6)
    since = periods.midnight(sunday, "UTC") + 8 * HOUR
    shift = {"agent": office.running.ada.id, "from": since, "to": since + 8 * HOUR}
    roster = {"from": since, "to": since + HOUR, "shifts": [shift]}
    assert (await office.program(office.running.sam).put("/roster", roster)).status == 200

    told = await asked(office, f"week={monday}&slots=1&shrinkage=0")
    assert (told["history"]["enough"], told["handling"]["seconds"]) == (True, 600)
    cell = at_ten(told)
    assert (cell["date"], cell["basis"], cell["mean"], cell["rostered"]) == (sunday.isoformat(), "cell", 4, 1)
    # Eight an hour, ten minutes each: 1.33 Erlang, and a little more at the upper rate.
    assert cell["needed"] > 1
    assert cell["gap"] == cell["rostered"] - cell["needed"]
    assert cell["level"] == 0
    assert [day["rostered_hours"] for day in told["days"]] == [0, 0, 0, 0, 0, 0, 8]

    with_slots = at_ten(await asked(office, f"week={monday}&slots=3&shrinkage=0"))
    assert with_slots["needed"] < cell["needed"]
    assert with_slots["level"] > 50


async def test_what_has_come_of_a_week_stands_beside_what_was_foretold(office: Office) -> None:
    await has_a_past(office)
    today = periods.local_date(office.running.clock(), "UTC")
    told = await asked(office, f"week={today - timedelta(days=7)}")
    assert at_ten(told)["came"] == 4
    assert sum(cell["came"] for cell in told["cells"]) == 28


async def test_without_a_past_nothing_is_foretold_and_that_is_said(office: Office) -> None:
    told = await asked(office)
    assert told["history"]["enough"] is False
    assert {(cell["mean"], cell["needed"], cell["level"]) for cell in told["cells"]} == {(None, None, None)}
    assert told["check"]["coverage"] is None


async def test_a_question_that_makes_no_sense_is_refused_with_what_does(office: Office) -> None:
    sam = office.program(office.running.sam)
    for query in ("week=soon", "target=0", "slots=many", "model=magic", "tz=Mars/North"):
        answer = await sam.get(f"/staffing?{query}")
        assert (answer.status, answer.code) == (422, "invalid"), query
    assert (await sam.get("/staffing?team=nobody")).status == 404
    assert (await sam.get("/staffing?colour=red")).status == 422
