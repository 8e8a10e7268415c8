"""Would they recommend us, was it easy: a second time, from whole timelines."""

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

from server.core import events as e

from .lengths import WEEK
from .talk import COUNTED, PENDING, Row, Talk

Z = 1.959963984540054
NPS = {"0-10": (0, 10, 9, 7), "1-10": (1, 10, 9, 7), "0-100": (0, 100, 90, 70)}
CES = {"1-7": (1, 7), "1-5": (1, 5)}


class Survey:
    """One that was sent, or answered without having been sent."""

    def __init__(self, kind: str, name: str, sent: int | None) -> None:
        self.kind, self.name, self.sent = kind, name, sent
        self.answer: e.Rated | None = None
        self.superseded = False

    @property
    def late(self) -> bool:
        return self.answer is not None and self.sent is not None and self.answer.at - self.sent > WEEK


def surveys(talk: Talk, kind: str) -> list[Survey]:
    """All of that kind, with the answer that each ended up with."""
    found: list[Survey] = []
    for event in talk.events:
        if isinstance(event, e.SurveySent) and event.kind == kind:
            found.append(Survey(kind, event.survey, event.at))
        if isinstance(event, e.Rated) and event.kind == kind:
            mine = [one for one in found if event.survey in ("", one.name)]
            if not mine:
                mine = [Survey(kind, event.survey, None)]
                found += mine
            _takes(found, mine[-1], event)
    return found


def _takes(found: list[Survey], survey: Survey, event: e.Rated) -> None:
    in_time = survey.sent is None or event.at - survey.sent <= WEEK
    counts = in_time and _is_on_scale(event)
    if survey.answer is not None and not counts:
        return
    survey.answer = event
    if counts:
        for one in found:
            one.superseded = one is not survey


def _is_on_scale(event: e.Rated) -> bool:
    low, high = (int(end) for end in event.scale.split("-"))
    if event.kind == "nps" and event.scale not in NPS:
        low, high = 0, 10
    return event.score is not None and low <= event.score <= high


def _verdict(talk: Talk, one: Survey, asked: str, scales: Mapping[str, tuple[int, ...]], now: int) -> str:
    answer = one.answer
    if talk.out:
        return talk.out
    if one.superseded:
        return "superseded"
    if answer is None:
        return "unanswered" if one.sent is not None and one.sent + WEEK < now else PENDING
    if one.late:
        return "late"
    if answer.score is None:
        return "no_score"
    if answer.scale in scales and answer.scale != asked:
        return "other_scale"
    low, high = scales[asked][:2]
    return COUNTED if low <= answer.score <= high else "rejected"


def ces(talk: Talk, scale: str, low_is_good: bool, now: int) -> Iterator[Row]:
    """The value is 1 where it was easy: at the good end from one above the middle on."""
    low, high = CES[scale]
    middle = (low + high) / 2
    for one in surveys(talk, "ces"):
        verdict = _verdict(talk, one, scale, CES, now)
        if not talk.out and talk.joined is None:
            verdict = "bot_only"  # it asks how easy people made it
        score = None if one.answer is None else one.answer.score
        value = None
        if verdict == COUNTED and score is not None:
            value = float(score < middle if low_is_good else score > middle)
        yield verdict, None if one.answer is None else one.answer.at, talk.start, value


def nps(talks: Sequence[Talk], scale: str, since: int | None, until: int | None, now: int) -> list[Row]:
    """A customer's last answer of the period counts; the value is 1, 0 or -1."""
    _, _, promotes, passive = NPS[scale]
    rows = []
    for talk in talks:
        for one in surveys(talk, "nps"):
            verdict = _verdict(talk, one, scale, NPS, now)
            at = None if one.answer is None else one.answer.at
            dated = talk.start if at is None else at
            if (since is None or dated >= since) and (until is None or dated < until):
                score = one.answer.score if one.answer else None
                worth = None if score is None else float((score >= promotes) - (score < passive))
                rows.append((verdict, at, talk, worth))
    # Each talk of these worlds is of the same visitor.
    counted = [row for row in rows if row[0] == COUNTED]
    last = max(counted, key=lambda row: (row[1] or 0, row[2].events[0].conversation or ""), default=None)
    return [
        ("superseded" if row[0] == COUNTED and row is not last else row[0], row[1], row[2].start, row[3])
        for row in rows
    ]


def interval(up: int, flat: int, down: int) -> tuple[float, float]:
    """Of NPS, in points."""
    n = up + flat + down
    spread = sqrt(((up + down) / n - ((up - down) / n) ** 2) / n)
    a, b, c, m = float(up), float(flat), float(down), float(n)
    if n < 30 or spread == 0:
        a, b, c, m = up + 0.75, flat + 1.5, down + 0.75, n + 3.0
    share = (a - c) / m
    half = Z * sqrt(((a + c) / m - share**2) / m)
    assert abs(a + b + c - m) < 1e-9
    return 100 * max(-1.0, share - half), 100 * min(1.0, share + half)
