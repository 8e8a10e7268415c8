"""A roster read from files: what is in it, and what every line that cannot be read is told."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.local_times import instant_of
from server.core.roster import Shift, heads, must_fit, read_csv, read_ics, working

ROME = "Europe/Rome"
PEOPLE = {"ada@shop.example": "ada", "ben@shop.example": "ben"}
HOUR = 3_600_000
MONDAY = date(2026, 3, 23)


def at(day: date, hour: float, zone: str = ROME) -> int:
    return instant_of(day, round(60 * hour), ZoneInfo(zone), fold=0)


def of_ics(*lines: str, weeks: int = 4) -> tuple[list[Shift], list[str]]:
    event = ["BEGIN:VEVENT", 'ATTENDEE;CN="Ada: agent":mailto:ada@shop.example', *lines, "END:VEVENT"]
    text = "\r\n".join(["BEGIN:VCALENDAR", *event, "END:VCALENDAR"])
    last = MONDAY + timedelta(weeks=weeks)
    shifts, broken = read_ics(text, PEOPLE, ROME, at(MONDAY, 0), at(last, 0))
    return shifts, [one.problem for one in broken]


# -- tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_in_local_time_unless_a_time_says_otherwise(separator: str) -> None:
    rows = [
        ("Agent", "from", "to", "kind"),
        ("ada@shop.example", "2026-03-23 08:00", "2026-03-23T16:30", ""),
        ("BEN@shop.example", "2026-03-23T08:00:00Z", "2026-03-23T12:00:00Z", "work"),
        ("ada@shop.example", "2026-03-23 12:00", "2026-03-23 12:30", "off"),
    ]
    shifts, broken = read_csv("\ufeff" + "\n".join(separator.join(row) for row in rows), PEOPLE, ROME)
    assert broken == []
    assert shifts == [
        Shift("ada", at(MONDAY, 8), at(MONDAY, 16.5)),
        Shift("ben", at(MONDAY, 9), at(MONDAY, 13)),
        Shift("ada", at(MONDAY, 12), at(MONDAY, 12.5), "off"),
    ]


def test_each_line_that_cannot_be_read_is_named_with_its_reason() -> None:
    rows = [
        "agent,from,to",
        "eve@evil.example,2026-03-23 08:00,2026-03-23 16:00",
        "ada@shop.example,yesterday,2026-03-23 16:00",
        "ada@shop.example,2026-03-23 16:00,2026-03-23 08:00",
        "",
        "ada@shop.example,2026-03-23 08:00",
        "ada@shop.example,2026-03-23 08:00,2026-03-25 08:00",
    ]
    shifts, broken = read_csv("\n".join(rows), PEOPLE, ROME)
    assert shifts == []
    assert [(one.line, one.problem.split(";")[0]) for one in broken] == [
        (2, "nobody here has the address 'eve@evil.example'"),
        (3, "from: 'yesterday' is no time"),
        (4, "it ends before it begins"),
        (6, "2 columns instead of 3"),
        (7, "it is longer than 24 hours"),
    ]


def test_a_table_without_the_columns_is_no_roster() -> None:
    assert read_csv("name,from,to\n", PEOPLE, ROME)[1][0].line == 1
    assert "zone" in read_csv("agent,from,to,zone\n", PEOPLE, ROME)[1][0].problem
    assert read_csv("", PEOPLE, ROME)[1][0].line == 0


@given(st.text(max_size=200))
def test_no_text_makes_the_reading_fail(text: str) -> None:
    for whole in (text, f"agent,from,to\n{text}"):
        read_csv(whole, PEOPLE, ROME)
    read_ics(text, PEOPLE, ROME, 0, HOUR)
    read_ics(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{text}\nEND:VEVENT\nEND:VCALENDAR", PEOPLE, ROME, 0, HOUR)


# -- calendars --------------------------------------------------------------------------------------------


def test_an_event_is_a_shift_in_its_own_zone() -> None:
    shifts, broken = of_ics(
        "DTSTART;TZID=Europe/London:20260323T080000", "DTEND;TZID=Europe/London:20260323T160000"
    )
    assert broken == []
    assert shifts == [Shift("ada", at(MONDAY, 9), at(MONDAY, 17))]


def test_folded_lines_are_one_and_alarms_belong_to_nobody() -> None:
    shifts, broken = of_ics(
        "DTSTART:20260323T0", " 70000Z", "DURATION:PT8H", "BEGIN:VALARM", "DURATION:PT5M", "END:VALARM"
    )
    assert broken == []
    assert shifts == [Shift("ada", at(MONDAY, 8), at(MONDAY, 16))]


def test_a_weekly_rule_keeps_its_local_time_when_the_clocks_change() -> None:
    """On 29 March they go forward."""
    shifts, broken = of_ics(
        "DTSTART;TZID=Europe/Rome:20260323T080000", "DURATION:PT4H", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4"
    )
    assert broken == []
    days = [MONDAY + timedelta(days=number) for number in (0, 2, 7, 9)]
    assert [shift.since for shift in shifts] == [at(day, 8) for day in days]


def test_every_other_week_until_a_day_without_what_is_excepted() -> None:
    shifts, _ = of_ics(
        "DTSTART;TZID=Europe/Rome:20260323T080000",
        "DURATION:PT4H",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;UNTIL=20260410T060000Z",
        "EXDATE;TZID=Europe/Rome:20260327T080000",
    )
    days = [MONDAY + timedelta(days=number) for number in (1, 15, 18)]
    assert [shift.since for shift in shifts] == [at(day, 8) for day in days]


def test_what_repeats_for_ever_ends_with_the_period() -> None:
    shifts, _ = of_ics("DTSTART:20260301T070000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY", weeks=1)
    assert len(shifts) == 7


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DTSTART:20260323T080000Z"], "how long"),
        (["DTSTART;VALUE=DATE:20260323", "DURATION:PT8H"], "whole day"),
        (["DTSTART;TZID=Mars/North:20260323T080000", "DURATION:PT8H"], "no time zone"),
        (["DTSTART:20260323T080000Z", "DURATION:PT8H", "RRULE:FREQ=MONTHLY"], "FREQ=MONTHLY"),
        (["DTSTART:20260323T080000Z", "DURATION:PT8H", "RRULE:FREQ=WEEKLY;BYDAY=1MO"], "BYDAY=1MO"),
        (["DTSTART:20260323T080000Z", "DURATION:PT8H", "RRULE:FREQ=WEEKLY;BYSETPOS=1"], "BYSETPOS"),
        (["DTSTART:20260323T080000Z", "DURATION:PT8H", "RECURRENCE-ID:20260323T080000Z"], "RECURRENCE-ID"),
        (["DTSTART:20260323T080000Z", "DURATION:P2D"], "24 hours"),
        (["DTSTART:20269923T080000Z", "DURATION:PT8H"], "there is no"),
        (["DTSTART:20260323T080000Z", "DURATION:P99999999999W"], "than there are dates"),
        (
            ["DTSTART:20260323T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=14000;BYDAY=TU"],
            "than there",
        ),
        (["ATTENDEE:mailto:ben@shop.example", "DTSTART:20260323T080000Z", "DURATION:PT8H"], "more than one"),
        (["DURATION:PT8H"], "DTSTART is missing"),
    ],
)
def test_what_would_change_a_shift_and_is_not_read_is_said(lines: list[str], reason: str) -> None:
    shifts, broken = of_ics(*lines)
    assert shifts == []
    assert len(broken) == 1
    assert reason in broken[0]


def test_a_cancelled_shift_is_none_and_a_free_one_is_off() -> None:
    times = ("DTSTART:20260323T080000Z", "DURATION:PT1H")
    assert of_ics(*times, "STATUS:CANCELLED") == ([], [])
    assert [shift.kind for shift in of_ics(*times, "TRANSP:TRANSPARENT")[0]] == ["off"]


def test_a_calendar_that_is_cut_short_is_no_calendar() -> None:
    assert read_ics("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", PEOPLE, ROME, 0, HOUR)[1][0].line == 0


# -- people at work ---------------------------------------------------------------------------------------


def test_who_is_off_is_not_at_work_and_half_an_hour_is_half_a_head() -> None:
    nine = at(MONDAY, 9)
    shifts = [Shift("ada", nine, nine + 4 * HOUR), Shift("ada", nine + HOUR, nine + 2 * HOUR, "off")]
    spans = working(shifts)["ada"]
    assert spans == [(nine, nine + HOUR), (nine + 2 * HOUR, nine + 4 * HOUR)]
    assert heads(spans, nine, nine + 2 * HOUR) == 0.5


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10), st.booleans()), max_size=12))
def test_the_spans_at_work_are_the_instants_at_work(parts: list[tuple[int, int, bool]]) -> None:
    shifts = [Shift("ada", a, a + length, "off" if off else "work") for a, length, off in parts]
    spans = working(shifts).get("ada", [])
    for at_ in range(60):
        on = {one.kind for one in shifts if one.since <= at_ < one.until}
        assert any(a <= at_ < b for a, b in spans) == ("work" in on and "off" not in on)


def test_a_shift_has_an_end_and_not_too_late() -> None:
    assert must_fit(Shift("ada", 0, 8 * HOUR)) is None
    assert must_fit(Shift("ada", 8 * HOUR, 0)) == "it ends before it begins"
