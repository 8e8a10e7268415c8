"""A roster as iCalendar (RFC 5545): an event a shift, with rules of the simple kinds that rosters have.

Read are DTSTART, DTEND or DURATION, RRULE with FREQ daily or weekly, INTERVAL, BYDAY without numbers, COUNT,
UNTIL and WKST, EXDATE and RDATE. Whose it is stands in ATTENDEE (mailto:), or else in ORGANIZER, or is the
e-mail address in SUMMARY. TRANSP:TRANSPARENT means off; STATUS:CANCELLED is passed over.
Anything else that would change when a shift is, is reported and not guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from .ics_lines import Event, Line, events
from .ics_times import MOST, Time, repeated, stamp_of, time_of
from .shifts import Broken, Shift, must_fit

_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_EMAIL = re.compile(r"[^\s<>:;,]+@[^\s<>:;,]+")

Read = tuple[list[Shift], list[Broken]]


def read_ics(text: str, people: Mapping[str, str], tz: str, since: int, until: int) -> Read:
    """Shifts that begin in [since, until), which bounds what repeats for ever. `people`, `tz`: as of CSV."""
    shifts: list[Shift] = []
    broken: list[Broken] = []
    try:
        found = list(events(text))
    except ValueError as problem:
        return [], [Broken(0, str(problem))]
    for event in found:
        try:
            shifts += _shifts(event, people, tz, since, until)
        except ValueError as problem:
            broken.append(Broken(event.number, str(problem)))
        except OverflowError:
            broken.append(Broken(event.number, "it lasts, or lies, longer than there are dates"))
        if len(shifts) > MOST:
            return [], [Broken(event.number, f"more than {MOST:,} shifts; import a shorter period")]
    return shifts, broken


def _shifts(event: Event, people: Mapping[str, str], tz: str, since: int, until: int) -> Iterator[Shift]:
    status = event.get("STATUS")
    if status is not None and status.value.upper() == "CANCELLED":
        return
    if event.get("RECURRENCE-ID") is not None:
        raise ValueError("RECURRENCE-ID, a changed day of a series, is not read: give it an event of its own")
    if event.get("EXRULE") is not None:
        raise ValueError("EXRULE is not read")
    agent = _agent(event, people)
    begins = time_of(_needed(event, "DTSTART"), tz)
    length = _length(event, begins, tz)
    transparent = event.get("TRANSP")
    kind = "off" if transparent is not None and transparent.value.upper() == "TRANSPARENT" else "work"
    for day in _days(event, begins, tz, since, until):
        start = begins.at(day)
        if since <= start < until:
            shift = Shift(agent, start, start + length, kind)  # type: ignore[arg-type]
            if problem := must_fit(shift):
                raise ValueError(problem)
            yield shift


def _agent(event: Event, people: Mapping[str, str]) -> str:
    attendees = event.all("ATTENDEE")
    if len(attendees) > 1:
        raise ValueError("more than one ATTENDEE: give everybody an event of his own")
    for line in (*attendees, *event.all("ORGANIZER"), *event.all("SUMMARY")):
        address = _EMAIL.search(re.sub("(?i)^mailto:", "", line.value))
        if address is not None:
            if address[0].lower() not in people:
                raise ValueError(f"nobody here has the address {address[0]!r}")
            return people[address[0].lower()]
    raise ValueError("no e-mail address in ATTENDEE, ORGANIZER or SUMMARY: whose shift is it?")


def _needed(event: Event, name: str) -> Line:
    line = event.get(name)
    if line is None:
        raise ValueError(f"{name} is missing")
    return line


def _length(event: Event, begins: Time, tz: str) -> int:
    """In ms."""
    ends, lasts = event.get("DTEND"), event.get("DURATION")
    if ends is not None:
        end = time_of(ends, tz)
        return end.at(end.local.date()) - begins.at(begins.local.date())
    if lasts is None:
        raise ValueError("neither DTEND nor DURATION: how long is it?")
    found = _DURATION.fullmatch(lasts.value)
    if found is None or not any(found.groups()):
        raise ValueError(f"DURATION: {lasts.value!r} is not read")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return span // timedelta(milliseconds=1)


def _days(event: Event, begins: Time, tz: str, since: int, until: int) -> Sequence[date]:
    """On which local dates it is."""
    first = begins.local.date()
    rules = event.all("RRULE")
    if len(rules) > 1:
        raise ValueError("more than one RRULE")
    last = datetime.fromtimestamp(until / 1000, begins.zone).date()
    days = repeated(rules[0].value, begins, last) if rules else [first]
    more = [day for line in event.all("RDATE") for day in _listed(line, begins, tz)]
    without = {day for line in event.all("EXDATE") for day in _listed(line, begins, tz)}
    return sorted({*days, *more} - without)


def _listed(line: Line, begins: Time, tz: str) -> Iterator[date]:
    if line.parameters.get("VALUE") == "PERIOD":
        raise ValueError(f"{line.name} with periods is not read")
    for text in line.value.split(","):
        if re.fullmatch(r"\d{8}", text):
            yield datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  (a local date)
            continue
        stamp = stamp_of(text, line.parameters.get("TZID", tz), line.name)
        moment = datetime.fromtimestamp(stamp.at(stamp.local.date()) / 1000, begins.zone)
        if line.name == "RDATE" and (moment.hour, moment.minute) != (begins.local.hour, begins.local.minute):
            raise ValueError("RDATE at another time of day is not read: give it an event of its own")
        yield moment.date()
