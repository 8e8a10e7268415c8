"""Who waited in the queue, until somebody was there or he gave up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.core import events as e

from .lengths import MINUTE
from .talk import COUNTED, PENDING, Row, Talk


@dataclass
class Wait:
    """One offer's wait: since when, until somebody was there, until he gave up, and whether that is sure."""

    start: int
    served: int | None
    gone: int | None
    may_return: bool


def waited(talk: Talk, until: str, as_of: int) -> Wait | str:
    """Or why it was not in the queue."""
    if talk.not_for_people:
        return talk.not_for_people
    if getattr(talk.events[0], "mode", "live") != "live":
        return "offline"
    offered, taken = offer_of(talk), taking_of(talk)
    if offered is None:
        return "not_queued"
    left, ended = leaving_of(talk, offered), giving_up_of(talk, offered)
    ends = [left] if left is not None else []
    if until == "assigned":
        if left is not None and taken is not None and left >= talk.events[taken].at:
            ends = []
        if ended is not None and (taken is None or taken > ended):
            ends.append(talk.events[ended].at)
    elif ended is not None:
        ends.append(talk.events[ended].at)
    may_return = left is not None and ended is None and as_of <= left + MINUTE
    served = talk.at(taken if until == "assigned" else talk.replied)
    return Wait(talk.events[offered].at, served, min(ends, default=None), may_return)


def taking_of(talk: Talk) -> int | None:
    given = talk.where(
        lambda event: isinstance(event, e.Assigned) or (isinstance(event, e.Transferred) and not event.team)
    )
    return min([*given, *talk.replies], default=None)


def offer_of(talk: Talk) -> int | None:
    """Queued by an event, or by writing where no bot takes part; but not what somebody had already."""
    queued = talk.where(lambda event: isinstance(event, e.Queued | e.HandedOff))
    wrote, asked, bot = talk.wrote, talk.asked, next(iter(talk.bot_said("text")), None)
    alone = bot is None or (wrote is not None and wrote < bot and asked is not None and asked < bot)
    if wrote is not None and alone:
        queued.append(wrote)
    taken = taking_of(talk)
    return min((i for i in queued if taken is None or i < taken), default=None)


def leaving_of(talk: Talk, offered: int) -> int | None:
    """The first absence of more than a minute that began before the first reply, and lasted into the wait."""
    since: int | None = None
    for i, event in enumerate(talk.events):
        if isinstance(event, e.VisitorLeft) and since is None:
            since = event.at if event.since is None else event.since
            counts = talk.replied is None or talk.replied > i or since < talk.events[talk.replied].at
        elif isinstance(event, e.VisitorReturned) and since is not None:
            if counts and i > offered and event.at - since > MINUTE:
                return since
            since = None
    return since if since is not None and counts else None


def giving_up_of(talk: Talk, offered: int) -> int | None:
    return next(
        (
            i
            for i in talk.resolutions
            if i > offered and talk.reason_of(i) == "abandoned" and (talk.replied is None or talk.replied > i)
        ),
        None,
    )


def queue(talk: Talk, kpi: str, options: Sequence[str], as_of: int) -> Iterator[Row]:
    found = waited(talk, "assigned" if "wait=assigned" in options else "answered", as_of)
    if isinstance(found, str):
        yield found, None, _queued_at(talk), None
        return
    after = found.gone if found.gone is not None else found.served
    length = None if after is None else max(0, after - found.start) / 1000
    judge = {"asa": _asa, "abandonment": _abandonment, "service_level": _service_level}[kpi]
    fate = "gone" if found.gone is not None else "served" if found.served is not None else "waits"
    if fate == "waits" and talk.standing is not None:
        fate = "closed"
    so_far = (as_of - found.start) / 1000
    verdict, value = judge(fate, length if length is not None else so_far, options)
    if fate == "gone" and found.may_return:
        # Whether he has gone for good is not known yet.
        verdict = PENDING
    yield verdict, found.start, found.start, value


def _queued_at(talk: Talk) -> int:
    offered = offer_of(talk)
    at = talk.at(offered if offered is not None else talk.wrote)
    return talk.start if at is None else at


def _asa(fate: str, length: float, _: Sequence[str]) -> tuple[str, float]:
    verdicts = {"served": COUNTED, "gone": "abandoned", "closed": "closed_unanswered", "waits": PENDING}
    return verdicts[fate], length


def _abandonment(fate: str, length: float, options: Sequence[str]) -> tuple[str, float]:
    if fate == "gone" and length < 5 and "without_short" in options:
        return "short_abandon", 0
    return COUNTED, float(fate == "gone")


def _service_level(fate: str, length: float, options: Sequence[str]) -> tuple[str, float]:
    formula = next((int(one[-1]) for one in options if one.startswith("formula=")), 4)
    within = next((int(one.partition("=")[2]) for one in options if one.startswith("within=")), 20)
    if fate == "closed":
        return "closed_unanswered", 0
    if fate == "waits" and (formula == 2 or length <= within):
        return PENDING, 0
    if fate == "gone" and formula == 2:
        return "abandoned", 0
    if fate == "gone" and formula == 4 and length <= within:
        return "abandoned_in_time", 0
    good = fate == "served" and length <= within
    good |= fate == "gone" and ((formula == 1 and length <= within) or (formula == 5 and length < 5))
    return COUNTED, float(good)


QUEUE = {
    "asa": ("wait=assigned",),
    "abandonment": ("wait=assigned", "without_short"),
    "service_level": (
        "wait=assigned", "formula=1", "formula=2", "formula=3", "formula=5", "within=10", "within=300",
    ),
}  # fmt: skip
