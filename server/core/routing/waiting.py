"""Who waits, what kind of agent each needs, and in which order they are served."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..rules import Policy

DAY = 86_400_000  # ms

Rank = tuple[int, bool, int, int, str]


@dataclass(frozen=True, slots=True)
class Needs:
    """What kind of agent it takes, and how one is chosen among those who fit: whoever waits for the same
    stands in one line. All `skills` are required, at any level. `language` as `primary` gives it; None: any.
    """

    team: str | None = None
    skills: tuple[str, ...] = ()
    language: str | None = None
    policy: Policy = "least_busy"
    fair_share: int | None = None

    @property
    def are_assigned(self) -> bool:
        """Otherwise agents help themselves."""
        return self.policy not in ("pull", "broadcast")


@dataclass(frozen=True, slots=True)
class Waiter:
    """A conversation in the queue; times in ms. `in_front`: it had an agent, who is gone.

    `needs`: None is anybody of the team. `passed`: agents who did not answer it in time; `last_agent`: whom
    the visitor had before, if he is to have him again. `ageing`: so much waiting weighs as much as one step
    of priority. `by_deadline`: the queue goes by what was promised, due at `deadline` if anything is.
    """

    conversation: str
    team: str | None
    queued_at: int
    in_front: bool = False
    priority: int = 0
    needs: Needs | None = None
    passed: tuple[str, ...] = ()
    last_agent: str | None = None
    ageing: int | None = None
    by_deadline: bool = False
    deadline: int | None = None

    @property
    def kind(self) -> Needs:
        return self.needs or Needs(self.team)


def rank(waiter: Waiter) -> Rank:
    """Who is next: priority, then those who were served already, then who has waited longest.

    With ageing a step of priority is so much of a start; it never changes while somebody waits, and so nobody
    is overtaken for ever. By deadline, what was promised nothing counts as due a day after it began to wait.
    """
    since = waiter.queued_at
    if waiter.by_deadline:
        since = since + DAY if waiter.deadline is None else waiter.deadline
    if waiter.ageing is None:
        return -waiter.priority, not waiter.in_front, since, waiter.queued_at, waiter.conversation
    since -= waiter.priority * waiter.ageing
    return 0, not waiter.in_front, since, waiter.queued_at, waiter.conversation


def in_order(queue: Iterable[Waiter]) -> list[Waiter]:
    return sorted(queue, key=rank)


def primary(locale: str) -> str:
    """The language of a locale: `it` of `it-CH`."""
    return locale.replace("_", "-").split("-")[0].lower()
