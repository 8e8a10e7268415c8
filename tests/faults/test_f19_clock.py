"""F19: the clock is set forwards, set back, and stops. Order, timeouts and opening hours do not mind."""

import json
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import time_machine
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import text

from server.clock import wall_clock
from server.core.hours import Calendar
from server.core.refusals import NotStored
from server.desk.arrival import LEFT_AFTER
from server.desk.presence import GRACE
from server.jobs.board import TODAY
from server.jobs.schedule import schedule
from server.settings import sqlite_url
from server.sockets.server import PING_TIMEOUT
from server.store.database import Database
from tests.faults import unsound
from tests.faults.client import HURRY
from tests.faults.server_under_test import UnderTest
from tests.faults.shop import unsound_shop
from tests.faults.waiting import LONG, until
from tests.faults.workload import plan_for, workload
from tests.house import Running, running_house
from tests.real_servers import FreshDatabase

MINUTE = 60_000
HOUR = 60 * MINUTE
# A busy machine alone must make nobody reconnect.
PATIENT = replace(HURRY, ack=60, connect=60, silent=60)
JUMPS = (HOUR, -HOUR, -24 * HOUR, 2 * HOUR)


async def test_order_goes_by_number_whatever_the_clock_does(house_on_each: Running) -> None:
    house = house_on_each
    vera, ada = await house.vera(), await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    conversation = (await vera.say("0"))["conversation"]
    await vera.event("assigned")
    for number, jump in enumerate(JUMPS, 1):
        house.clock.ahead += jump
        await vera.say(str(number))
        await ada.say(f"and {number}", conversation=conversation)
    caught = await vera.call("catch_up", {"conversation": conversation, "after": 0})
    people = [e for e in caught["events"] if e["type"] == "message.sent" and e["by"]["kind"] != "bot"]
    assert [e["text"] for e in people] == ["0", "1", "and 1", "2", "and 2", "3", "and 3", "4", "and 4"]
    assert [e["at"] for e in people] == sorted(e["at"] for e in people)


async def test_nobody_is_cut_off_sent_away_or_logged_out_by_a_jump(house: Running) -> None:
    vera, ada = await house.vera(), await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    conversation = (await vera.say("Hello"))["conversation"]
    await vera.event("assigned")
    for jump in JUMPS:
        await house.later(jump)
        assert (await vera.say("Still here"))["ok"]
        assert (await ada.say("So am I", conversation=conversation))["ok"]
    floor = house.house.floor
    assert floor.open[conversation].agent == house.ada.named
    assert floor.agents[house.ada.id].status == "online"
    assert {e["type"] for e in vera.events()}.isdisjoint({"unassigned", "resolved"})
    again = await house.vera(token=(await vera.heard("welcome"))["token"])
    assert (await again.heard("welcome"))["conversation"]["id"] == conversation


async def test_who_vanished_before_the_clock_was_set_back_is_gone_after_the_grace_all_the_same(
    house: Running,
) -> None:
    vera, ada = await house.vera(), await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    conversation = (await vera.say("Hello"))["conversation"]
    await vera.event("assigned")
    await ada.disconnect()
    await until(lambda: not house.house.floor.agents[house.ada.id].sockets)
    await house.later(-24 * HOUR)
    await house.later(GRACE + 1)
    assert (await vera.event("unassigned"))["reason"] == "agent_gone"
    await vera.disconnect()
    await until(lambda: not house.house.floor.guests)
    await house.later(-24 * HOUR)
    await house.later(LEFT_AFTER + 1)
    assert house.house.floor.open[conversation].visitor_left_at is not None


async def test_no_figure_is_negative_after_the_clock_was_set_back(house: Running) -> None:
    vera, ada = await house.vera(), await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    conversation = (await vera.say("Hello"))["conversation"]
    await vera.event("assigned")
    house.clock.ahead -= HOUR
    await ada.say("Hello", conversation=conversation)
    await ada.call("status", {"status": "away"})
    await ada.call("resolve", {"conversation": conversation})
    await vera.event("resolved")
    figures = await house.house.reports.today(TODAY, wall_clock(), "UTC")
    assert figures["volume"]["value"] == 1
    assert all(figure["value"] is None or figure["value"] >= 0 for figure in figures.values())


@pytest.mark.parametrize("ticks", [True, False], ids=["set back", "stopped"])
async def test_jobs_go_on_each_second_whatever_the_clock_does(ticks: bool) -> None:
    runs: list[float] = []

    async def job() -> None:
        runs.append(time.monotonic())

    scheduler = schedule(overdue=job, board=job, queue=job, refresh=job)
    scheduler.start()
    try:
        await until(lambda: len(runs) >= 4)
        with time_machine.travel(datetime.now(ZoneInfo("UTC")) - timedelta(days=1), tick=ticks):
            await until(lambda: len(runs) >= 12)
        await until(lambda: len(runs) >= 16)
        assert runs[15] - runs[0] > 2
    finally:
        scheduler.shutdown(wait=False)


async def test_a_connection_is_silent_for_as_long_as_time_passes(house: Running) -> None:
    await house.vera()
    engine = house.house.sio.eio
    (socket,) = engine.sockets.values()
    socket.last_ping = engine.awake.seconds
    with time_machine.travel(datetime.now(ZoneInfo("UTC")) + timedelta(hours=1), tick=True):
        assert await socket.check_ping_timeout()
    socket.last_ping -= engine.ping_timeout + 1
    assert not await socket.check_ping_timeout()


async def test_who_answered_while_the_server_stood_still_is_not_sent_away(house: Running) -> None:
    await house.vera()
    engine = house.house.sio.eio
    engine.ping_timeout = 1.5
    (socket,) = engine.sockets.values()
    socket.last_ping = engine.awake.seconds
    stand_still(2)
    assert await socket.check_ping_timeout()


async def test_who_said_who_he_is_while_the_server_stood_still_is_let_in(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'house.db'}"
    async with running_house(url, join_timeout=3) as house, aiohttp.ClientSession() as http:
        address = f"{house.url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        async with http.ws_connect(address) as ws:
            await ws.receive_str(timeout=LONG)
            await ws.send_str(f"40/visitor,{json.dumps({'site': house.site.key})}")
            stand_still(4.5)
            assert (await ws.receive_str(timeout=LONG)).startswith('42/visitor,["welcome"')


def stand_still(seconds: float) -> None:
    """As a process that is frozen, or that others keep from the processor."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


@pytest.mark.parametrize(("expired", "taken"), [(55, True), (65, False)])
async def test_a_sites_clock_may_differ_from_ours_by_a_minute(
    house: Running, expired: int, taken: bool
) -> None:
    vera = await house.vera()
    claims = {"sub": "c7", "exp": wall_clock() // 1000 - expired}
    token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(house.site.secret))
    assert (await vera.call("identify", {"id": "c7", "jwt": token}))["ok"] is taken


async def test_connections_are_kept_when_the_clock_is_set_back_after_an_outage(
    fresh_database: FreshDatabase,
) -> None:
    database = Database(await fresh_database())
    with time_machine.travel(datetime.now(ZoneInfo("UTC")) + timedelta(hours=1), tick=True):
        async with database.engine.connect() as connection:
            with pytest.raises(NotStored):
                await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    made, again = await three_at_once(database), await three_at_once(database)
    await database.close()
    assert again == made


async def three_at_once(database: Database) -> set[object]:
    """Connections, by their processes."""
    async with AsyncExitStack() as held:
        connections = [await held.enter_async_context(database.engine.connect()) for _ in range(3)]
        return {await connection.scalar(text("SELECT pg_backend_pid()")) for connection in connections}


async def test_a_whole_process_does_not_mind(tmp_path: Path) -> None:
    async with unsound_shop(tmp_path, sqlite_url(tmp_path / "data")) as shop:
        ada, vera = await shop.agent(), await shop.vera()
        conversation = (await vera.say("Hello"))["conversation"]
        await vera.event("assigned")
        await ada.call("status", {"status": "away"})
        for jump in (str(HOUR), str(-HOUR), "stop", str(-24 * HOUR), "stop", "0"):
            await set_clock(shop.folder, jump)
            for _ in range(3):
                assert (await vera.say("Still here"))["ok"]
                assert (await ada.say("So am I", conversation=conversation))["ok"]
            # A job of each second says so.
            waits = await shop.vera()
            await waits.say("Is anybody there?")
            assert (await waits.heard("queue"))["position"] >= 1
        told = [event["seq"] for event in vera.events()]
        assert told == sorted(set(told))
        assert {event["type"] for event in vera.events()}.isdisjoint({"unassigned", "resolved"})
        opened = await ada.call("open", {"conversation": conversation})
        assert opened["events"][-1]["seq"] == told[-1]
        times = [event["at"] for event in opened["events"]]
        assert times == sorted(times)


async def test_in_the_midst_of_talk_nothing_is_lost_or_doubled(under_test: UnderTest, tmp_path: Path) -> None:
    (control := tmp_path / "control").mkdir()
    script, told = Path(unsound.__file__), json.dumps({"control": str(control)})
    plan = replace(plan_for(seed=19), patience=PATIENT)
    server = await under_test(agents=plan.agents, script=script, env={"CHAT_BUTLER_UNSOUND": told})
    async with workload(server, plan, tmp_path) as w:
        connects = sum(len(client.connects) for client in w.clients)
        async with w.talking():
            for jump in (str(HOUR), str(-HOUR), "stop", str(-24 * HOUR), str(HOUR)):
                await set_clock(control, jump)
                acked = sum(len(client.acked) for client in w.clients)
                await until(lambda: sum(len(client.acked) for client in w.clients) >= acked + 10)
        await w.settle()
        again = sum(len(client.connects) for client in w.clients) - connects
    w.verdict(server).must_be_clean()
    print(f"lost {dict(w.lost)}; the clients stood still for {w.stood_still:.1f} s")  # noqa: T201
    assert again == 0 or w.stood_still > MISSED_AFTER


MISSED_AFTER = PING_TIMEOUT / 2  # s: whoever answers no ping for so long twice is missed, and rightly


async def set_clock(control: Path, said: str) -> None:
    (control / "clock").write_text(said)
    was_set = control / "clock.set"
    await until(lambda: was_set.exists() and was_set.read_text() == said)


WEEKDAYS = "mon tue wed thu fri sat sun".split()
OPEN = [("00:30", "03:15"), ("09:00", "12:30"), ("22:00", "24:00")]
# Two days before the clocks are changed: forwards, back; by half an hour; at midnight; by a whole day.
CHANGES = [
    ("Europe/Berlin", "2026-03-27"),
    ("Europe/Berlin", "2026-10-23"),
    ("America/Sao_Paulo", "2018-11-02"),
    ("America/Sao_Paulo", "2019-02-15"),
    ("Australia/Lord_Howe", "2026-04-03"),
    ("Australia/Lord_Howe", "2026-10-02"),
    ("Pacific/Apia", "2011-12-28"),
]


@pytest.mark.parametrize(("tz", "day"), CHANGES)
def test_it_is_open_by_the_clock_on_the_wall(tz: str, day: str) -> None:
    calendar = Calendar.from_dict({"tz": tz, "hours": dict.fromkeys(WEEKDAYS, OPEN)})
    zone = ZoneInfo(tz)
    start = round(datetime.fromisoformat(day).replace(tzinfo=zone).timestamp() * 1000)
    minutes = [start + minute * MINUTE for minute in range(5 * 1440)]
    on_the_wall = [_is_open(datetime.fromtimestamp(at / 1000, zone)) for at in minutes]
    assert [calendar.is_open(at) for at in minutes] == on_the_wall
    assert calendar.business(start, minutes[-1] + MINUTE) == sum(on_the_wall) * MINUTE


def _is_open(local: datetime) -> bool:
    return any(opens <= f"{local:%H:%M}" < closes for opens, closes in OPEN)
