"""What needed no person, and how much there was by something else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from .outcome import Talks, customer_of, tags_of
from .talk import COUNTED, PENDING, Row, Talk

HOUR = 3_600_000


def begun(talk: Talk) -> int:
    wrote = talk.at(talk.wrote)
    return talk.start if wrote is None else wrote


def visitor_of(talk: Talk) -> str:
    return str(talk.events[0].visitor.id)  # type: ignore[attr-defined]


def deflection(talk: Talk, talks: Talks, options: Sequence[str], _: int) -> Iterator[Row]:
    within = (72 if "within=72h" in options else 24) * HOUR
    verdict = talk.out
    if verdict is None and talk.joined is None:
        verdict = "then_people" if _led_to_people(talk, talks, within) else None
        if verdict is None and talk not in _sessions(visitor_of(talk), talks, within):
            verdict = "same_session"
    yield verdict or COUNTED, begun(talk), begun(talk), talk.joined is None


def _led_to_people(talk: Talk, talks: Talks, within: int) -> bool:
    word = talk.at(talk.last_word(len(talk.events))) or 0
    others = [other for other in talks if other.out is None and other.joined is not None]
    return any(
        visitor_of(other) == visitor_of(talk) and begun(talk) <= begun(other) < word + within
        for other in others
    )


def _sessions(visitor: str, talks: Talks, within: int) -> list[Talk]:
    """His sessions that count, none within 24 hours of another."""
    mine = [
        talk for talk in talks if visitor_of(talk) == visitor and talk.out is None and talk.joined is None
    ]
    mine = [talk for talk in mine if not _led_to_people(talk, talks, within)]
    found: list[Talk] = []
    for talk in sorted(mine, key=lambda talk: (begun(talk), talk.events[0].conversation)):
        if not found or begun(talk) - begun(found[-1]) >= 24 * HOUR:
            found.append(talk)
    return found


def _of_bot(talk: Talk) -> str | None:
    return talk.out or (None if talk.bot_said("text") else "bot_silent")


def bot_containment(talk: Talk, _: Talks, __: Sequence[str], ___: int) -> Iterator[Row]:
    yield _of_bot(talk) or COUNTED, begun(talk), begun(talk), talk.joined is None


def handoff_rate(talk: Talk, _: Talks, __: Sequence[str], ___: int) -> Iterator[Row]:
    yield _of_bot(talk) or COUNTED, begun(talk), begun(talk), talk.joined is not None


def self_answerable(talk: Talk, _: Talks, __: Sequence[str], ___: int) -> Iterator[Row]:
    verdict = talk.not_for_people or (PENDING if talk.ended is None else COUNTED)
    yield verdict, talk.at(talk.ended), talk.start, "self_answerable" in tags_of(talk)


def counted(talks: Talks, since: int | None, until: int | None) -> list[Talk]:
    """What visitors began in the period, in order of time."""
    mine = [
        talk
        for talk in talks
        if talk.out is None
        and (since is None or begun(talk) >= since)
        and (until is None or begun(talk) < until)
    ]
    return sorted(mine, key=lambda talk: (begun(talk), talk.events[0].conversation))


def ranking(talks: Talks) -> list[list[object]]:
    channels = Counter(str(talk.events[0].channel) for talk in talks)  # type: ignore[attr-defined]
    ranked = sorted(channels, key=lambda channel: (-channels[channel], channel))
    return [[channel, 100 * channels[channel] / len(talks)] for channel in ranked]


def one_each(talks: Talks) -> list[Talk]:
    """For each customer one conversation on the channel that he chose most often, and then last."""
    found = []
    for customer in sorted({customer_of(talk) for talk in talks}):
        mine = [talk for talk in talks if customer_of(talk) == customer]
        channels = [talk.events[0].channel for talk in mine]  # type: ignore[attr-defined]
        most = max(channels.count(channel) for channel in channels)
        found.append([t for t, c in zip(mine, channels, strict=True) if channels.count(c) == most][-1])
    return found


def units(since: int, until: int, unit: str) -> int:
    """Days, weeks or months, UTC, of which the period has a part."""
    day, found = datetime.fromtimestamp(since / 1000, UTC), set()
    last = datetime.fromtimestamp((until - 1) / 1000, UTC).date()
    while day.date() <= last:
        found.add({"day": day.date(), "week": day.isocalendar()[:2], "month": (day.year, day.month)}[unit])
        day += timedelta(days=1)
    return len(found)


def handled(talks: Talks) -> tuple[int, int]:
    """How many conversations agents answered, each counted for each of them; and how many agents."""
    pairs = {(talk.events[0].conversation, talk.events[i].by.id) for talk in talks for i in talk.replies}
    return len(pairs), len({agent for _, agent in pairs})
