"""What became of it: solved, handed on, or back again. Each takes the conversation and all that are known."""

from collections.abc import Iterator, Sequence

from server.core import events as e

from .talk import COUNTED, PENDING, Row, Talk

DAY = 86_400_000

Talks = Sequence[Talk]


def is_solved(talk: Talk) -> bool:
    return talk.reason == "solved"


def resolution_rate(talk: Talk, _: Talks, __: Sequence[str], ___: int) -> Iterator[Row]:
    yield talk.not_for_people or COUNTED, talk.start, talk.start, is_solved(talk)


def dispersion_rate(talk: Talk, _: Talks, __: Sequence[str], ___: int) -> Iterator[Row]:
    yield talk.not_for_people or COUNTED, talk.start, talk.start, not is_solved(talk)


def bot_resolution_rate(talk: Talk, _: Talks, __: Sequence[str], ___: int) -> Iterator[Row]:
    verdict = talk.out or ("human" if talk.joined is not None else COUNTED)
    yield verdict, talk.start, talk.start, is_solved(talk)


def transfer_rate(talk: Talk, _: Talks, __: Sequence[str], ___: int) -> Iterator[Row]:
    verdict = talk.not_for_people
    if verdict is None and talk.replied is None:
        verdict = PENDING if talk.standing is None else "closed_unanswered"
    handed_on = talk.where(lambda event: isinstance(event, e.Transferred))
    yield verdict or COUNTED, talk.start, talk.start, bool(handed_on)


def fcr(talk: Talk, talks: Talks, options: Sequence[str], now: int) -> Iterator[Row]:
    window = next((int(one[7:-1]) for one in options if one.startswith("window=")), 7) * DAY
    solved = first_solved(talk)
    at = talk.at(solved)
    when = talk.start if "all_contacts" in options else at
    if when is None:
        return
    verdict = talk.not_for_people
    if verdict is None and "net" in options and "not_resolvable_l1" in tags_of(talk):
        verdict = "not_resolvable_l1"
    if verdict is None and at is not None and at + window > now:
        verdict = PENDING
    good = solved is not None and at is not None and not _came_back(talk, talks, solved, at + window)
    if "single_agent" in options:
        good &= len({talk.events[i].by.id for i in talk.replies}) == 1
    if "no_followup" in options and talk.replied is not None:
        good &= not any(i > talk.replied for i in talk.visitor_said)
    yield verdict or COUNTED, when, when, good


def first_solved(talk: Talk) -> int | None:
    return next((i for i in talk.resolutions if talk.reason_of(i) == "solved"), None)


def _came_back(talk: Talk, talks: Talks, solved: int, until: int) -> bool:
    reopened = talk.where(lambda event: isinstance(event, e.Reopened))
    if any(i > solved and talk.events[i].at < until for i in reopened):
        return True
    return any(is_again(other, talk) and talk.events[solved].at < other.start < until for other in talks)


def is_again(other: Talk, talk: Talk) -> bool:
    """Another contact of the same customer, at the same site, about the same."""
    mine, theirs = talk.events[0], other.events[0]
    assert isinstance(mine, e.ConversationStarted) and isinstance(theirs, e.ConversationStarted)
    same = customer_of(talk) == customer_of(other) and mine.site == theirs.site
    topics, others = tags_of(talk), tags_of(other)
    about_the_same = not topics or not others or bool(topics & others)
    return other is not talk and same and about_the_same and not other.out and theirs.origin == "visitor"


def customer_of(talk: Talk) -> str:
    start = talk.events[0]
    assert isinstance(start, e.ConversationStarted)
    return start.customer or start.visitor.id


def tags_of(talk: Talk) -> set[str]:
    told = [event for event in talk.events if isinstance(event, e.Tagged)]
    return set(told[-1].tags) if told else set()


def clearance(talks: Talks, since: int | None, until: int | None) -> tuple[int, int]:
    """How many began, and how often one was resolved, in the period."""

    def counts(at: int) -> bool:
        return (since is None or at >= since) and (until is None or at < until)

    mine = [talk for talk in talks if talk.not_for_people is None]
    ends = [talk.events[i].at for talk in mine for i in talk.resolutions]
    return sum(counts(talk.start) for talk in mine), sum(map(counts, ends))
