"""The lines of an iCalendar file (RFC 5545), unfolded, and the events that they make."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """A content line, unfolded: `NAME;PARAMETER=…:value`, and where it stood."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Event:
    number: int
    lines: list[Line] = field(default_factory=list)

    def get(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]


def events(text: str) -> Iterator[Event]:
    lines = list(_lines(text))
    if not lines or (lines[0].name, lines[0].value.upper()) != ("BEGIN", "VCALENDAR"):
        raise ValueError("it does not begin with BEGIN:VCALENDAR")
    event: Event | None = None
    inner = 0
    for line in lines:
        what = line.value.upper()
        if line.name == "BEGIN" and what == "VEVENT":
            event, inner = Event(line.number), 0
        elif line.name == "END" and what == "VEVENT" and event is not None:
            yield event
            event = None
        elif line.name in ("BEGIN", "END"):
            inner += 1 if line.name == "BEGIN" else -1  # an alarm
        elif event is not None and inner <= 0:
            event.lines.append(line)
    if event is not None:
        raise ValueError(f"the event of line {event.number} has no end: the file is cut short")


def _lines(text: str) -> Iterator[Line]:
    whole: tuple[int, str] | None = None
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if line[:1] in (" ", "\t") and whole is not None:
            whole = whole[0], whole[1] + line[1:]
            continue
        if whole is not None:
            yield _parsed(*whole)
        whole = (number, line) if line.strip() else None
    if whole is not None:
        yield _parsed(*whole)


def _parsed(number: int, line: str) -> Line:
    # A colon within quotes belongs to a parameter.
    parts = re.match(r'((?:"[^"]*"|[^":])*):(.*)', line)
    if parts is None:
        raise ValueError(f"line {number} is no line of iCalendar")
    name, *parameters = re.findall(r'(?:"[^"]*"|[^";])+', parts[1])
    known = {key.upper(): value.strip('"') for key, _, value in (one.partition("=") for one in parameters)}
    return Line(number, name.strip().upper(), known, parts[2].strip())
