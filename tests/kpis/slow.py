"""The same KPIs a second time, straight from their definitions: whole timelines, plain Python, no folds.

It shares nothing with the product but the event types. Each KPI gives rows of (verdict, when, start, value):
the verdict is "counted", "pending", or the reason for which the row is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from server.core import events as e
from server.core.events import Event

Row = tuple[str, int | None, int, float | None]
COUNTED, PENDING = "counted", "pending"
WEEK = 7 * 86_400_000
ROME = ZoneInfo("Europe/Rome")


def business_ms(a: int, b: int) -> int:
    """Of the tests' office hours in Rome: mon tue wed fri, 9 to 12:30 and 13 to 17, without Epiphany."""
    total, day = 0, datetime.fromtimestamp(a / 1000, UTC).date() - timedelta(days=1)
    while day <= datetime.fromtimestamp(b / 1000, UTC).date() + timedelta(days=1):
        if day.weekday() in (0, 1, 2, 4) and day != date(2026, 1, 6):
            for opens, closes in ((time(9), time(12, 30)), (time(13), time(17))):
                first, last = _utc(day, opens), _utc(day, closes)
                total += max(0, min(b, last) - max(a, first))
        day += timedelta(days=1)
    return total


def _utc(day: date, clock: time) -> int:
    return round(datetime.combine(day, clock, ROME).timestamp() * 1000)


@dataclass
class Talk:
    """One conversation's events, and plain questions about them. Positions count from 0."""

    events: Sequence[Event]

    @property
    def start(self) -> int:
        return self.events[0].at

    def where(self, test: Callable[[Event], bool]) -> list[int]:
        return [i for i, event in enumerate(self.events) if test(event)]

    def at(self, position: int | None) -> int | None:
        return None if position is None else self.events[position].at

    # -- who said what --------------------------------------------------------------------------------------

    @property
    def visitor_said(self) -> list[int]:
        return self.where(lambda event: isinstance(event, e.MessageSent) and event.by.kind == "visitor")

    @property
    def replies(self) -> list[int]:
        return self.where(e.is_human_reply)

    @property
    def wrote(self) -> int | None:
        return next(iter(self.visitor_said), None)

    @property
    def replied(self) -> int | None:
        wrote = self.wrote
        return None if wrote is None else next((i for i in self.replies if i > wrote), None)

    def bot_said(self, *kinds: str) -> list[int]:
        return self.where(
            lambda event: isinstance(event, e.MessageSent) and event.by.kind == "bot" and event.kind in kinds
        )

    # -- who counts -----------------------------------------------------------------------------------------

    @property
    def asked(self) -> int | None:
        kinds = (e.Queued, e.HandedOff, e.Assigned, e.Transferred)
        return min([*self.where(lambda event: isinstance(event, kinds)), *self.replies], default=None)

    @property
    def joined(self) -> int | None:
        """The position at which it became work for people."""
        wrote, asked, bot = self.wrote, self.asked, next(iter(self.bot_said("text")), None)
        if wrote is None or (asked is None and bot is not None):
            return None
        if bot is None or asked is None or asked < bot:
            return wrote
        return max(wrote, asked)

    @property
    def out(self) -> str | None:
        marks = self.where(lambda event: isinstance(event, e.MarkedSpam | e.UnmarkedSpam))
        reason = self.reason
        if (marks and isinstance(self.events[marks[-1]], e.MarkedSpam)) or reason == "spam":
            return "spam"
        if getattr(self.events[0], "test", False):
            return "test"
        if self.where(lambda event: isinstance(event, e.Merged)) or reason == "merged":
            return "merged"
        if reason == "duplicate":
            return "duplicate"
        return "no_visitor_message" if self.wrote is None else None

    @property
    def not_for_people(self) -> str | None:
        return self.out or (None if self.joined is not None else "bot_only")

    # -- its course -----------------------------------------------------------------------------------------

    @property
    def status(self) -> list[int | None]:
        """After each event: the position of the resolution that stands, or None while it is open."""
        found: list[int | None] = []
        stands: int | None = None
        for i, event in enumerate(self.events):
            if isinstance(event, e.Resolved):
                stands = i
            elif isinstance(event, e.Reopened):
                stands = None
            found.append(stands)
        return found

    @property
    def standing(self) -> int | None:
        return self.status[-1]

    @property
    def resolutions(self) -> list[int]:
        return self.where(lambda event: isinstance(event, e.Resolved))

    @property
    def reason(self) -> str | None:
        return None if self.standing is None else self.reason_of(self.standing)

    def reason_of(self, position: int) -> str:
        event = self.events[position]
        assert isinstance(event, e.Resolved)
        if event.reason != "visitor_ended":
            return event.reason
        helped = self.replied is not None and self.replied < position
        return "solved" if helped and not self.waits(position) else "abandoned"

    def waits(self, before: int) -> bool:
        """Whether a visitor's message stands unanswered, and not closed by a resolution, at that position."""
        said = [i for i in self.visitor_said if i < before]
        closing = [i for i in (*self.replies, *self.resolutions) if i < before]
        return bool(said) and max(closing, default=-1) < said[-1]

    @property
    def ended(self) -> int | None:
        ends = [i for i in self.resolutions if self.reason_of(i) not in ("spam", "duplicate", "merged")]
        return ends[-1] if ends else None

    def last_word(self, before: int) -> int | None:
        said = self.where(lambda event: isinstance(event, e.MessageSent) and event.public)
        return max((i for i in said if i < before), default=None)

    def closed_before(self, position: int) -> list[tuple[int, int]]:
        """Spans between a resolution and its reopening."""
        spans = []
        for i in range(1, position):
            stood = self.status[i - 1]
            if stood is not None and self.status[i] is None:
                spans.append((self.events[stood].at, self.events[i].at))
        return spans

    @property
    def snoozes(self) -> list[int | None]:
        """After each event: the position of the snoozing that lasts."""
        found: list[int | None] = []
        lasts: int | None = None
        for i, event in enumerate(self.events):
            if isinstance(event, e.Snoozed) and lasts is None and self.status[i] is None:
                lasts = i
            elif isinstance(event, e.Unsnoozed | e.Resolved):
                lasts = None
            found.append(lasts)
        return found

    def waited_for_visitor(self, position: int) -> list[tuple[int, int]]:
        spans = []
        for i in range(1, position + 1):
            was, now = self.snoozes[i - 1], self.snoozes[i]
            if was is not None and now is None:
                snoozed = self.events[was]
                assert isinstance(snoozed, e.Snoozed)
                if snoozed.reason == "waiting_visitor":
                    spans.append((snoozed.at, self.events[i].at))
        return spans


def frt(talk: Talk, length: "Length") -> Iterator[Row]:
    reason, replied = talk.not_for_people, talk.replied
    verdict = reason or (COUNTED if replied is not None else "closed_unanswered")
    if reason is None and replied is None and talk.standing is None:
        verdict = PENDING
    value = length(talk.at(talk.wrote), talk.at(replied))
    yield verdict, talk.at(replied), talk.start, value


def frt_butler(talk: Talk, length: "Length") -> Iterator[Row]:
    wrote = talk.wrote
    said = [i for i in talk.bot_said("text", "auto_ack") if wrote is not None and i > wrote]
    first = said[0] if said else None
    open_or_closed = PENDING if talk.standing is None else "closed_unanswered"
    verdict = talk.out or (COUNTED if first is not None else open_or_closed)
    yield verdict, talk.at(first), talk.start, length(talk.at(wrote), talk.at(first))


def time_to_take_charge(talk: Talk, length: "Length") -> Iterator[Row]:
    given = talk.where(
        lambda event: isinstance(event, e.Assigned) or (isinstance(event, e.Transferred) and not event.team)
    )
    taken = min([*given, *talk.replies], default=None)
    wrote = talk.wrote
    verdict = talk.not_for_people
    start = None
    if taken is not None and wrote is not None and wrote < taken:
        queued = talk.where(lambda event: isinstance(event, e.Queued | e.HandedOff))
        earlier = [i for i in queued if i < taken]
        start = max([wrote, *earlier[:1]])
    if verdict is None:
        unfinished = PENDING if talk.standing is None else "closed_untaken"
        verdict = (
            unfinished if taken is None else COUNTED if start is not None else "taken_before_the_question"
        )
    yield verdict, talk.at(taken), talk.start, length(talk.at(start), talk.at(taken))


def art(talk: Talk, length: "Length") -> Iterator[Row]:
    opened: int | None = None
    for i, event in enumerate(talk.events):
        if i in talk.visitor_said and opened is None:
            opened = i
        elif opened is not None and (i in talk.replies or isinstance(event, e.Resolved)):
            verdict = COUNTED if i in talk.replies else "closed_unanswered"
            yield talk.not_for_people or verdict, event.at, talk.start, length(talk.at(opened), event.at)
            opened = None
    if opened is not None:
        yield talk.not_for_people or PENDING, None, talk.start, None


def resolution_time(talk: Talk, length: "Length", option: str = "full_gross") -> Iterator[Row]:
    verdict, when, value = talk.not_for_people, None, None
    standing = talk.standing
    if standing is not None:
        when = talk.at(standing)
        word = talk.last_word(standing) if talk.reason == "inactive" else None
        wanted = ("solved", "inactive") if option == "inactive" else ("solved",)
        verdict = verdict or (COUNTED if talk.reason in wanted else talk.reason)
        value = length(talk.at(talk.wrote), talk.at(standing if word is None else word))
        spans = talk.closed_before(standing) if option in ("full_net", "active") else []
        spans += talk.waited_for_visitor(standing) if option == "active" else []
        for a, b in spans:
            value = None if value is None else value - (length(a, b) or 0)
    elif verdict is None:
        verdict = "reopened_open" if talk.resolutions else PENDING
    yield verdict or "", when, talk.start, value


def interactions(talk: Talk, length: "Length") -> Iterator[Row]:
    speakers = [("visitor" if i in talk.visitor_said else "agent") for i in _said(talk)]
    turns = sum(now == "agent" and before != "agent" for before, now in pairwise(["", *speakers]))
    verdict = talk.not_for_people or (COUNTED if talk.ended is not None else PENDING)
    yield verdict, talk.at(talk.ended), talk.start, turns


def _said(talk: Talk) -> list[int]:
    return sorted([*talk.visitor_said, *talk.replies])


def volume(talk: Talk, length: "Length") -> Iterator[Row]:
    wrote = talk.at(talk.wrote)
    yield talk.out or COUNTED, wrote, talk.start if wrote is None else wrote, wrote


def aht(talk: Talk, length: "Length") -> Iterator[Row]:
    verdict = talk.not_for_people
    if verdict is None and talk.ended is None:
        verdict = PENDING
    if verdict is None and talk.replied is None:
        verdict = "closed_unanswered"
    spent = sum(stop - start for spans in worked(talk).values() for start, stop in spans) / 1000
    yield verdict or COUNTED, talk.at(talk.ended), talk.start, spent


def worked(talk: Talk) -> dict[str, list[tuple[int, int]]]:
    """Each agent's finished intervals, with the work after resolutions as intervals of its own."""
    agents = {event.by.id or "" for event in talk.events if event.by.kind == "agent"}
    agents |= {event.agent.id for event in talk.events if isinstance(event, e.Assigned)}
    agents |= {event.to.id for event in talk.events if isinstance(event, e.Transferred) and not event.team}
    found = {}
    for agent in sorted(agents):
        spans = _spans(talk, agent)
        found[agent] = spans + _after_work(talk, agent, spans)
    return found


def _has_it(talk: Talk) -> list[str | None]:
    """After each event: who is at work on it as its owner."""
    found: list[str | None] = []
    owner: str | None = None
    for i, event in enumerate(talk.events):
        if isinstance(event, e.Assigned):
            owner = event.agent.id
        elif isinstance(event, e.Transferred):
            owner = None if event.team else event.to.id
        elif isinstance(event, e.Unassigned):
            owner = None
        found.append(owner if talk.status[i] is None and talk.snoozes[i] is None else None)
    return found


def _rests(talk: Talk) -> list[int]:
    """Where everybody stops: each resolution, and each snoozing that begins."""
    begun = [i for i in range(1, len(talk.events)) if talk.snoozes[i] == i]
    return sorted([*talk.resolutions, *begun])


def _spans(talk: Talk, agent: str) -> list[tuple[int, int]]:
    """Between two rests: while he has it; else from his first reply to his last, or until he gets it."""
    owners, rests = _has_it(talk), _rests(talk)
    spans: list[tuple[int, int]] = []
    since: int | None = None
    helped: tuple[int, int] | None = None
    for i, event in enumerate(talk.events):
        has_it = owners[i] == agent
        if has_it and since is None:
            since = helped[0] if helped else event.at
            helped = None
        elif not has_it and since is not None:
            spans.append((since, event.at))
            since = None
        if i in rests and helped:
            spans.append(helped)
            helped = None
        if i in talk.replies and event.by.id == agent and since is None:
            helped = (helped[0] if helped else event.at, event.at)
    return [*spans, *([helped] if helped else [])]


def _after_work(talk: Talk, agent: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Once for each stretch of work, from a resolution until he says that he is done."""
    found: list[tuple[int, int]] = []
    credited: set[tuple[int, int]] = set()
    for i, event in enumerate(talk.events):
        if not isinstance(event, e.WrapupEnded) or event.agent.id != agent:
            continue
        before = [j for j in talk.resolutions if j < i]
        if not before:
            continue
        known = Talk(talk.events[: i + 1])
        resolved = known.events[before[-1]].at
        done = [(number, span) for number, span in enumerate(_spans(known, agent)) if span[1] <= resolved]
        if not done:
            continue
        key = (done[-1][0], done[-1][1][0])
        reopened = next(
            (talk.events[j].at for j in range(before[-1], i) if isinstance(talk.events[j], e.Reopened)), None
        )
        until = event.at if reopened is None else min(event.at, reopened)
        length = min(until - resolved, 600_000)
        if key not in credited and length > 0:
            credited.add(key)
            found.append((resolved, resolved + length))
    return found


def csat(talk: Talk, length: "Length") -> Iterator[Row]:
    """Only what counts: the last acceptable answer."""
    last: e.Rated | None = None
    for i, event in enumerate(talk.events):
        if isinstance(event, e.Rated) and 1 <= (event.score or 0) <= 5 and _in_time(talk, i, event):
            last = event
    if last is not None and talk.not_for_people is None:
        yield COUNTED, last.at, talk.start, last.score


def _in_time(talk: Talk, position: int, rated: e.Rated) -> bool:
    sent = [event for event in talk.events[:position] if isinstance(event, e.SurveySent)]
    mine = [event for event in sent if rated.survey in ("", event.survey)]
    return not mine or rated.at - mine[-1].at <= WEEK


def backlog(talks: Sequence[Talk], at: int) -> int:
    """Work for people that has begun, and is open, at that instant."""
    found = 0
    for talk in talks:
        joined = talk.at(talk.joined)
        if talk.out is None and joined is not None and joined < at:
            known = [i for i, event in enumerate(talk.events) if event.at < at]
            found += talk.status[known[-1]] is None
    return found


Length = Callable[[int | None, int | None], float | None]


def wall(a: int | None, b: int | None) -> float | None:
    return None if a is None or b is None else (b - a) / 1000


def business(a: int | None, b: int | None) -> float | None:
    return (
        None
        if a is None or b is None
        else (business_ms(a, b) / 1000 if b >= a else -business_ms(b, a) / 1000)
    )


ROWS: dict[str, Callable[[Talk, Length], Iterator[Row]]] = {
    "frt": frt,
    "frt_butler": frt_butler,
    "time_to_take_charge": time_to_take_charge,
    "art": art,
    "resolution_time": resolution_time,
    "aht": aht,
    "interactions": interactions,
    "volume": volume,
    "csat": csat,
}
