"""When a report is due: once each local day, week or month, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.schedules import BadSchedule, Schedule, checked, next_after

DAILY = Schedule("sch_1", "a_sam", "page", "fast", "day", 0, "02:30", "Europe/Berlin", ("sam@shop.example",))
ZONES = ("Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def local(at: int, tz: str) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).astimezone(ZoneInfo(tz))


def runs(schedule: Schedule, after: int, number: int) -> list[int]:
    found = []
    for _ in range(number):
        after = next_after(schedule, after)
        found.append(after)
    return found


def test_at_a_time_that_the_clocks_skip_it_is_due_behind_the_gap() -> None:
    assert runs(DAILY, utc("2026-03-28T12:00"), 2) == [utc("2026-03-29T01:00"), utc("2026-03-30T00:30")]


def test_at_a_time_that_is_there_twice_it_is_due_once() -> None:
    found = runs(DAILY, utc("2026-10-24T12:00"), 2)
    assert found == [utc("2026-10-25T00:30"), utc("2026-10-26T01:30")]


def test_a_month_without_that_day_has_it_on_its_last() -> None:
    monthly = replace(DAILY, every="month", day=31, at="07:00", tz="UTC")
    dates = [local(at, "UTC").date().isoformat() for at in runs(monthly, utc("2028-01-01T00:00"), 4)]
    assert dates == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]


def test_a_week_has_it_on_its_day() -> None:
    weekly = replace(DAILY, every="week", day=4, at="17:00")
    just_before, then = utc("2026-11-27T15:59"), utc("2026-11-27T16:00")
    assert next_after(weekly, just_before) == then
    assert next_after(weekly, then) == utc("2026-12-04T16:00")


_schedules = st.builds(
    lambda every, day, hour, minute, tz: replace(
        DAILY,
        every=every,
        day={"day": 0, "week": day % 7, "month": 1 + day}[every],
        at=f"{hour:02}:{minute:02}",
        tz=tz,
    ),
    st.sampled_from(("day", "week", "month")),
    st.integers(0, 30),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(ZONES),
)


@given(_schedules, st.integers(utc("1990-01-01T00:00"), utc("2060-01-01T00:00")))
def test_it_is_due_once_a_day_week_or_month_in_order(schedule: Any, after: int) -> None:
    found = runs(schedule, after, 6)
    assert found == sorted(set(found))
    assert found[0] > after
    gaps = [later - earlier for earlier, later in zip(found, found[1:], strict=False)]
    hour = 3_600_000
    usual = {"day": 24 * hour, "week": 7 * 24 * hour}.get(schedule.every)
    if usual is not None:
        # A zone may leave out a whole day, once in its history.
        assert all(abs(gap - usual) <= 25 * hour for gap in gaps)
        assert sum(abs(gap - usual) > 2 * hour for gap in gaps) <= 2
    else:
        assert len({local(at, schedule.tz).strftime("%Y-%m") for at in found}) == len(found)


def test_what_comes_between_two_runs_does_not_move_the_next() -> None:
    first, second = runs(DAILY, utc("2026-06-01T00:00"), 2)
    assert all(next_after(DAILY, at) == second for at in range(first, second, 3_600_000))


@pytest.mark.parametrize(
    "change",
    [
        {"at": "7:00"},
        {"at": "24:00"},
        {"every": "week", "day": 7},
        {"every": "month", "day": 0},
        {"day": 1},
        {"to": ()},
        {"to": ("a@b.example",) * 21},
    ],
)
def test_what_can_never_be_due_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadSchedule):
        checked(replace(DAILY, **change))
