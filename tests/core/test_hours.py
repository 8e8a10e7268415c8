"""Opening hours, on days that are longer or shorter than others too."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.hours import BadHours, Calendar, NeverOpen
from server.core.hours_known import hours_known, that_hold

OFFICE: dict[str, Any] = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def rome(hours: dict[str, Any], *holidays: str) -> Calendar:
    return Calendar.from_dict({"tz": "Europe/Rome", "hours": hours, "holidays": list(holidays)})


def test_a_weekend_does_not_count() -> None:
    assert rome(OFFICE).business(at("2026-03-06T15:59"), at("2026-03-09T08:01")) == 120_000


def test_backwards_it_is_negative() -> None:
    assert rome(OFFICE).business(at("2026-03-09T08:01"), at("2026-03-06T15:59")) == -120_000


def test_a_whole_day_is_as_long_as_the_clocks_make_it() -> None:
    sunday = rome({"sun": ["00:00", "24:00"]})
    assert sunday.business(at("2026-03-28T23:00"), at("2026-03-29T22:00")) == 23 * 3_600_000
    assert sunday.business(at("2026-10-24T22:00"), at("2026-10-25T23:00")) == 25 * 3_600_000


def test_an_opening_that_the_clocks_skip_is_the_first_instant_after_the_gap() -> None:
    assert rome({"sun": ["02:30", "04:00"]}).opens_at(at("2026-03-28T12:00")) == at("2026-03-29T01:00")


def test_a_close_that_comes_twice_is_the_second_one() -> None:
    early = rome({"sun": ["01:00", "02:30"]})
    assert early.is_open(at("2026-10-25T01:29:59")) and not early.is_open(at("2026-10-25T01:30"))


def test_a_night_shift_from_the_day_before_survives_a_holiday() -> None:
    night = rome({"fri": ["22:00", "06:00"], "sat": ["22:00", "06:00"]}, "2026-03-07")
    assert night.is_open(at("2026-03-07T04:00"))
    assert not night.is_open(at("2026-03-07T22:00"))


def test_several_intervals_a_day_may_touch_or_overlap() -> None:
    split = rome({"mon": [["09:00", "13:00"], ["12:00", "14:00"], ["14:00", "15:00"]]})
    assert split.business(at("2026-03-09T00:00"), at("2026-03-10T00:00")) == 6 * 3_600_000


def test_it_opens_next_on_monday_and_right_now_while_open() -> None:
    assert rome(OFFICE).opens_at(at("2026-03-06T16:00")) == at("2026-03-09T08:00")
    assert rome(OFFICE).opens_at(at("2026-03-09T08:30")) == at("2026-03-09T08:30")
    assert rome({}).opens_at(at("2026-03-09T08:30")) is None


def test_a_promise_of_three_hours_made_on_friday_afternoon_ends_on_monday() -> None:
    assert rome(OFFICE).deadline(at("2026-03-27T14:30"), 10_800) == at("2026-03-30T08:30")


def test_a_remainder_may_end_exactly_at_closing() -> None:
    assert rome(OFFICE).deadline(at("2026-03-09T15:30"), 1_800) == at("2026-03-09T16:00")


def test_a_promise_may_take_longer_than_a_year() -> None:
    always = rome({day: ["00:00", "24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")})
    start = at("2026-01-01T00:00")
    assert always.deadline(start, 1000 * 86_400) == start + 1000 * 86_400_000


def test_no_opening_within_366_days_and_no_target_are_errors() -> None:
    with pytest.raises(NeverOpen):
        rome({}).deadline(at("2026-03-09T08:00"), 60)
    with pytest.raises(ValueError, match="more than 0"):
        rome(OFFICE).deadline(at("2026-03-09T08:00"), 0)


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ({"tz": "Europe/Rome", "hours": {"mon": [["09:00", "25:00"]]}}, "25:00"),
        ({"tz": "Europe/Rome", "hours": {"mon": [["24:00", "25:00"]]}}, "24:00"),
        ({"tz": "Europe/Rome", "hours": {"monday": []}}, "monday"),
        ({"tz": "Europe/Rome", "hours": {"mon": ["09:00"]}}, "pairs"),
        ({"tz": "Europe/Nowhere", "hours": {}}, "Nowhere"),
        ({"tz": "../etc/passwd", "hours": {}}, "time zone"),
        ({"hours": {}}, "time zone"),
        ({"tz": "UTC", "hours": {}, "holidays": ["2026-02-30"]}, "2026-02-30"),
    ],
)
def test_bad_hours_are_refused_with_what_is_wrong(plain: dict[str, Any], says: str) -> None:
    with pytest.raises(BadHours, match=says):
        Calendar.from_dict(plain)


def test_it_is_written_as_it_was_read() -> None:
    plain = {"tz": "Europe/Rome", "hours": {"mon": [["09:00", "12:30"], ["22:00", "06:00"]]}, "holidays": []}
    assert Calendar.from_dict(plain).to_dict() == plain


def test_each_instant_is_judged_by_the_version_in_force() -> None:
    old = Calendar.from_dict({"id": "s/1", "tz": "UTC", "hours": OFFICE, "valid_from": 1_000})
    new = Calendar("UTC", old.week, id="s/2", valid_from=2_000, previous=old)
    assert [version and version.id for version in map(new.in_force, (999, 1_000, 2_000))] == [
        None,
        "s/1",
        "s/2",
    ]


def test_hours_that_were_taken_away_held_in_their_time() -> None:
    text = json.dumps({"tz": "UTC", "hours": OFFICE})
    gone = hours_known([("s", 1, 1_000, text), ("s", 2, 2_000, None)])
    assert that_hold(gone) == {}
    again = hours_known([("s", 1, 1_000, text), ("s", 2, 2_000, None), ("s", 3, 3_000, text)])
    assert list(that_hold(again)) == ["s"]
    for known, then in ((gone, None), (again, "s/3")):
        held = [known["s"].in_force(at) for at in (999, 1_000, 1_999, 2_000, 3_000)]
        assert [one and one.id for one in held] == [None, "s/1", "s/1", None, then]


CLOCKS = st.builds(lambda h, m: f"{h:02d}:{m:02d}", st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
WEEKS = st.dictionaries(
    st.sampled_from(["mon", "thu", "sat", "sun"]), st.lists(st.tuples(CLOCKS, CLOCKS), max_size=3)
)
ZONES = st.sampled_from(["UTC", "Europe/Rome", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
START = at("2026-03-26T00:00")
MINUTE = 60_000


@settings(max_examples=60)
@given(WEEKS, ZONES, st.integers(0, 14 * 1440), st.integers(0, 3 * 1440))
def test_business_time_is_the_number_of_open_minutes(
    week: dict[str, Any], tz: str, first: int, length: int
) -> None:
    calendar = Calendar.from_dict({"tz": tz, "hours": week})
    a = START + first * MINUTE
    open_minutes = sum(calendar.is_open(a + minute * MINUTE) for minute in range(length))
    assert calendar.business(a, a + length * MINUTE) == open_minutes * MINUTE


@settings(max_examples=200)
@given(WEEKS.filter(lambda week: any(week.values())), ZONES, st.integers(0, 10**9), st.integers(1, 10**6))
def test_the_deadline_is_the_first_instant_with_the_target_behind_it(
    week: dict[str, Any], tz: str, after: int, seconds: int
) -> None:
    calendar = Calendar.from_dict({"tz": tz, "hours": week})
    start = START + after
    due = calendar.deadline(start, seconds)
    assert calendar.business(start, due) == seconds * 1000
    assert calendar.business(start, due - 1) == seconds * 1000 - 1


@settings(max_examples=60)
@given(WEEKS, ZONES, st.integers(-(10**11), 10**11), st.integers(-(10**11), 10**11))
def test_asking_in_another_order_changes_nothing(week: dict[str, Any], tz: str, a: int, b: int) -> None:
    plain = {"tz": tz, "hours": week}
    asked = Calendar.from_dict(plain)
    asked.business(START + b, START + b + round(timedelta(days=900) / timedelta(milliseconds=1)))
    assert asked.business(START + a, START + b) == Calendar.from_dict(plain).business(START + a, START + b)
