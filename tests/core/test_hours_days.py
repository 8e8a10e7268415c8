"""Days that are not as their weekday: holidays, closings and hours by hand; and what peers' tests ask."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.hours import BadHours, Calendar, NeverOpen

OFFICE: dict[str, Any] = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
NOW = round(datetime(2026, 1, 5, 8, tzinfo=UTC).timestamp() * 1000)


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def berlin(hours: dict[str, Any], **more: Any) -> Calendar:
    return Calendar.from_dict({"tz": "Europe/Berlin", "hours": hours, **more})


def hours_of(calendar: Calendar, day: str) -> list[tuple[str, str]]:
    shown = (
        (datetime.fromtimestamp(a / 1000, UTC), datetime.fromtimestamp(b / 1000, UTC))
        for a, b in calendar.day(date.fromisoformat(day)).spans
    )
    return [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in shown]


def utc(hours: dict[str, Any], **more: Any) -> Calendar:
    return Calendar.from_dict({"tz": "UTC", "hours": hours, **more})


EPIPHANY = {"holidays_of": {"country": "DE", "subdivision": "BY"}, "public": {"2026-01-06": "Epiphany"}}


def test_a_public_holiday_is_closed_and_has_a_name() -> None:
    calendar = utc(OFFICE, **EPIPHANY)
    assert not calendar.is_open(at("2026-01-06T10:00"))
    assert (calendar.day(date(2026, 1, 6)).why, calendar.day(date(2026, 1, 6)).name) == (
        "holiday",
        "Epiphany",
    )


def test_on_a_holiday_that_is_worked_the_week_holds() -> None:
    calendar = utc(OFFICE, **EPIPHANY, worked=["2026-01-06"])
    assert hours_of(calendar, "2026-01-06") == [("09:00", "17:00")]
    assert calendar.day(date(2026, 1, 6)).why == "worked"


def test_special_hours_hold_on_a_holiday_and_at_a_weekend_too() -> None:
    special = {"2026-01-06": [["10:00", "12:00"], ["22:00", "02:00"]], "2026-01-10": [["08:00", "09:00"]]}
    calendar = utc(OFFICE, **EPIPHANY, special=special, holidays=["2026-01-06"])
    assert hours_of(calendar, "2026-01-06") == [("10:00", "12:00"), ("22:00", "02:00")]
    assert calendar.is_open(at("2026-01-07T01:59"))
    assert hours_of(calendar, "2026-01-10") == [("08:00", "09:00")]


def test_a_day_closed_by_hand_is_closed_even_if_its_holiday_is_worked() -> None:
    calendar = utc(OFFICE, **EPIPHANY, worked=["2026-01-06"], holidays=["2026-01-06"])
    assert calendar.day(date(2026, 1, 6)).why == "closed"
    assert calendar.day(date(2026, 1, 6)).spans == ()


def test_it_closes_at_the_end_of_what_is_open_and_always_open_never_does() -> None:
    calendar = utc({"mon": [["09:00", "12:00"], ["12:00", "14:00"]]})
    assert calendar.closes_at(at("2026-01-05T10:00")) == at("2026-01-05T14:00")
    assert calendar.closes_at(at("2026-01-05T14:00")) is None
    always = utc({day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")})
    for later in range(0, 900, 60):
        assert always.closes_at(NOW + later * 86_400_000) is None


def test_everything_is_written_as_it_was_read_and_old_hours_have_nothing_more() -> None:
    old = {"tz": "UTC", "hours": {"mon": [["09:00", "12:30"]]}, "holidays": ["2026-12-25"]}
    assert Calendar.from_dict(old).to_dict() == old
    assert list(Calendar.from_dict(old).to_dict()) == list(old)
    new = {
        **old,
        **EPIPHANY,
        "worked": ["2026-01-06"],
        "special": {"2026-12-24": [["09:00", "12:00"]], "2026-12-31": [["22:00", "03:00"]]},
    }
    assert Calendar.from_dict(new).to_dict() == new


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ({"hours": {"mon": [["09:00", "25:00"]]}}, "mon: '25:00'"),
        ({"hours": {"tue": [["18:60", "19:00"]]}}, "tue: '18:60'"),
        ({"hours": {"mon": [["09:00", "13:00"], ["12:00", "17:00"]]}}, "mon 12:00-17:00 begins before mon"),
        ({"hours": {"mon": [["22:00", "06:00"]], "tue": [["05:00", "09:00"]]}}, "tue 05:00-09:00 begins"),
        ({"hours": {"sun": [["22:00", "06:00"]], "mon": [["05:00", "09:00"]]}}, "mon 05:00-09:00 begins"),
        ({"hours": {"mon": [["09:00", "09:00"]], "tue": [["08:59", "09:30"]]}}, "tue 08:59"),
        ({"hours": {}}, "not open within a year"),
        ({"hours": {"mon": []}, "special": {"2025-12-24": [["09:00", "12:00"]]}}, "not open within a year"),
        ({"hours": OFFICE, "holidays": ["2026-02-30"]}, "holidays: '2026-02-30'"),
        ({"hours": OFFICE, "worked": ["2026-13-01"]}, "worked: '2026-13-01'"),
        ({"hours": OFFICE, "special": {"2026-02-29": [["09:00", "12:00"]]}}, "special: '2026-02-29'"),
        ({"hours": OFFICE, "special": {"2026-02-27": [["09:00", "24:30"]]}}, "2026-02-27: '24:30'"),
        (
            {"hours": OFFICE, "special": {"2026-02-27": [["09:00", "12:00"], ["11:00", "13:00"]]}},
            "2026-02-27 11:00",
        ),
        (
            {"hours": OFFICE, "special": {"2026-03-01": [["20:00", "10:00"]]}},
            "2026-03-02 09:00-17:00 begins before 2026-03-01",
        ),
        (
            {"hours": OFFICE, "special": {"2026-12-24": [["09:00", "12:00"]]}, "holidays": ["2026-12-24"]},
            "2026-12-24 is a day closed by hand",
        ),
        ({"hours": OFFICE, "tz": "Mars/Olympus"}, "Mars/Olympus"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_with_what_and_where(plain: dict[str, Any], says: str) -> None:
    with pytest.raises(BadHours, match=says):
        Calendar.from_dict({"tz": "Europe/Berlin", **plain}).must_make_sense(NOW)


@pytest.mark.parametrize(
    "plain",
    [
        {"hours": {"mon": [["09:00", "12:00"], ["12:00", "17:00"]], "tue": [["00:00", "24:00"]]}},
        {"hours": {"sun": [["22:00", "06:00"]], "mon": [["06:00", "09:00"]]}},
        {"hours": {}, "special": {"2026-12-24": [["09:00", "12:00"]]}},
        {"hours": {"mon": [["22:00", "06:00"]]}, "special": {"2026-01-13": [["06:00", "07:00"]]}},
        {
            "hours": {"mon": [["22:00", "06:00"]]},
            "holidays": ["2026-01-12"],
            "special": {"2026-01-13": [["05:00", "07:00"]]},
        },
    ],
    ids=str,
)
def test_what_touches_or_is_open_just_once_makes_sense(plain: dict[str, Any]) -> None:
    Calendar.from_dict({"tz": "Europe/Berlin", **plain}).must_make_sense(NOW)


def test_13_a_promise_over_the_weekend_of_the_clock_change_is_kept_by_the_local_clock() -> None:
    assert berlin(OFFICE).deadline(at("2026-03-27T15:30"), 3_600) == at("2026-03-30T07:30")
    assert berlin(OFFICE).deadline(at("2026-03-20T15:30"), 3_600) == at("2026-03-23T08:30")


def test_14_two_hours_around_the_clock_are_two_hours_that_pass() -> None:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    always = berlin({day: [["00:00", "24:00"]] for day in days})
    assert always.deadline(at("2026-03-29T00:30"), 7_200) == at("2026-03-29T02:30")
    assert always.deadline(at("2026-10-24T23:30"), 7_200) == at("2026-10-25T01:30")


def test_16_back_at_nine_is_nine_after_the_clocks_have_changed() -> None:
    assert berlin(OFFICE).opens_at(at("2026-03-27T17:00")) == at("2026-03-30T07:00")
    assert berlin(OFFICE).opens_at(at("2026-10-23T16:00")) == at("2026-10-26T08:00")


def test_18_a_start_at_closing_time_counts_from_the_next_opening() -> None:
    assert utc(OFFICE).deadline(at("2026-01-05T17:00"), 1_800) == at("2026-01-06T09:30")
    nearly = utc({day: [["00:01", "23:59"]] for day in ("mon", "tue")})
    assert nearly.deadline(at("2026-01-05T23:59"), 60) == at("2026-01-06T00:02")


def test_19_a_promise_may_take_several_days() -> None:
    two = utc({"tue": [["09:00", "17:00"]], "wed": [["09:00", "17:00"]]})
    assert two.deadline(at("2026-01-06T09:00"), 900 * 60) == at("2026-01-07T16:00")
    short = utc({"tue": [["09:00", "09:30"]], "wed": [["09:00", "17:00"]]})
    assert short.deadline(at("2026-01-06T09:00"), 90 * 60) == at("2026-01-07T10:00")


def test_20_holidays_in_a_row_are_passed_over() -> None:
    two = utc(OFFICE, public={"2026-01-06": "Epiphany"}, holidays=["2026-01-07"])
    assert two.deadline(at("2026-01-06T10:00"), 3_600) == at("2026-01-08T10:00")
    tuesdays = utc({"tue": [["09:00", "17:00"]]}, public={"2026-01-06": "Epiphany"})
    assert tuesdays.deadline(at("2026-01-06T10:00"), 3_600) == at("2026-01-13T10:00")


def test_22_the_weekday_is_the_local_one() -> None:
    wednesdays = Calendar.from_dict({"tz": "Asia/Kolkata", "hours": {"wed": [["00:00", "24:00"]]}})
    assert wednesdays.is_open(at("2026-01-06T20:00"))
    assert [day.date for day in wednesdays.days(at("2026-01-06T20:00"), 1)] == [date(2026, 1, 7)]


def test_23_hours_that_never_come_are_an_error_at_once() -> None:
    with pytest.raises(NeverOpen):
        utc({"mon": []}).deadline(NOW, 60)
    for seconds in (0, -300):
        with pytest.raises(ValueError, match="more than 0"):
            utc(OFFICE).deadline(NOW, seconds)


MINUTE = 60_000
CLOCKS = st.builds(lambda h, m: f"{h:02d}:{m:02d}", st.integers(0, 23), st.sampled_from([0, 30]))
SPANS = st.lists(st.tuples(CLOCKS, CLOCKS), max_size=2)
DATES = st.integers(24, 31).map(lambda day: f"2026-03-{day}")
SETS = st.lists(DATES, max_size=3, unique=True)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(["mon", "wed", "sat", "sun"]), SPANS),
    st.dictionaries(DATES, st.lists(st.tuples(CLOCKS, CLOCKS), min_size=1, max_size=2), max_size=3),
    SETS,
    SETS,
    SETS,
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]),
)
def test_it_is_open_when_a_day_that_holds_says_so(
    week: dict[str, Any],
    special: dict[str, Any],
    closed: list[str],
    public: list[str],
    worked: list[str],
    tz: str,
) -> None:
    calendar = Calendar.from_dict(
        {
            "tz": tz,
            "hours": week,
            "special": special,
            "holidays": closed,
            "public": dict.fromkeys(public, "Holiday"),
            "worked": worked,
        }
    )
    days = calendar.days(at("2026-03-23T12:00"), 10)
    for moment in range(at("2026-03-25T00:00"), at("2026-03-31T00:00"), 47 * MINUTE):
        assert calendar.is_open(moment) == any(a <= moment < b for day in days for a, b in day.spans)
        closes = calendar.closes_at(moment)
        if calendar.is_open(moment):
            assert closes is not None and not calendar.is_open(closes)
            assert calendar.business(moment, closes) == closes - moment
