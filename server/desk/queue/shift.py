"""Who is at work, as routing sees them: looked at again when something about one of them may have changed."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from server.core.conversation import Conversation
from server.core.events import Routed
from server.core.routing import HOUR, Crew, Needs, Staff, Taker, primary

from ..directory import Directory, Person

if TYPE_CHECKING:
    from ..floor import AgentPresence

ALL_AGAIN = 5_000  # ms; working hours begin and end without anybody's doing
MOST_IDLE_CREWS = 50


@dataclass(slots=True)
class _Given:
    """What routing gave to an agent lately, and when it was last his turn, by team."""

    at: deque[int] = field(default_factory=deque)
    turns: dict[str, int] = field(default_factory=dict)


class Shift:
    """`conversations_of(agent)`: what he has open, snoozed ones included."""

    def __init__(
        self,
        directory: Directory,
        presences: Mapping[str, "AgentPresence"],
        conversations_of: Callable[[str], Iterable[Conversation]],
    ) -> None:
        self.staff = Staff()
        self._directory = directory
        self._presences = presences
        self._conversations_of = conversations_of
        self._touched: set[str] = set()
        self.changes = 0  # so often was somebody looked at
        self._given: defaultdict[str, _Given] = defaultdict(_Given)
        self._latest = 0
        self._now = 0
        self._all_again_at = 0
        # By team, None being any: who is online for it, and who of them has a slot left.
        self._online: defaultdict[str | None, set[str]] = defaultdict(set)
        self._free: defaultdict[str | None, set[str]] = defaultdict(set)

    def touch(self, agent: str) -> None:
        """Something about him may have changed."""
        self._touched.add(agent)

    def looks(self, now: int | None = None, everybody: bool = False) -> None:
        """Takes in what has changed. `now` None: about as late as last time."""
        if now is not None:
            self._now = now
        if everybody or not self._now - ALL_AGAIN < self._all_again_at <= self._now:
            self._all_again_at = self._now
            self._touched |= self._directory.people.keys() | set(self.staff.agents())
        touched, self._touched = self._touched, set()
        self.changes += len(touched)
        for agent in touched:
            self._look_at(agent)

    def taker(self, agent: str) -> Taker | None:
        """He as he stands at this moment; None: he does not work here."""
        person = self._directory.people.get(agent)
        return None if person is None or person.disabled else self._taker(person)

    def gave(self, agent: str, team: str | None, now: int) -> int:
        """Routing gave him something. Gives since when he has it, later than any before."""
        self._latest = max(now, self._latest + 1)
        given = self._given[agent]
        given.at.append(now)
        given.turns[team or ""] = self._latest
        self.touch(agent)
        return self._latest

    def remembers(self, routed: Iterable[Routed]) -> None:
        """What was given within the last hour, the oldest first, by any node; instead of what was known."""
        self._given.clear()
        for event in routed:
            if event.agent is not None:
                self.gave(event.agent.id, event.reasons.get("team"), event.at)

    def crew(self, needs: Needs) -> Crew:
        return self.staff.crew(needs, self._now)

    def forgets_crews(self, needed: Iterable[Needs]) -> None:
        """Those for whom nobody waits, when they have become many."""
        if self.staff.crews() > len(wanted := set(needed)) + MOST_IDLE_CREWS:
            self.staff.keeps_only(wanted)

    def online(self, team: str | None) -> int:
        """How many take chats of the team, or will when their connection is back."""
        return len(self._online.get(team, ()))

    def free(self, team: str | None) -> int:
        """How many of them have a slot left."""
        return len(self._free.get(team, ()))

    def takers(self, team: str | None) -> list[Taker]:
        """All who are online for it."""
        members = sorted(self._online.get(team, ()))
        return [taker for agent in members if (taker := self.taker(agent)) is not None]

    def _look_at(self, agent: str) -> None:
        person = self._directory.people.get(agent)
        for teams in (self._online, self._free):
            for members in teams.values():
                members.discard(agent)
        if person is None or person.disabled:
            self.staff.drop(agent)
            return
        taker = self._taker(person)
        self.staff.put(taker, self._now)
        if self._is_online(person):
            for team in (None, *person.teams):
                self._online[team].add(agent)
                if taker.has_room_for(team):
                    self._free[team].add(agent)

    def _is_online(self, person: Person) -> bool:
        """And within his working hours: outside of them he is given nothing, whatever he has chosen."""
        presence = self._presences.get(person.id)
        if presence is None or presence.status != "online":
            return False
        return not self._now or self._directory.on_duty(person.id, self._now)

    def _taker(self, person: Person) -> Taker:
        presence = self._presences.get(person.id)
        taken = [one for one in self._conversations_of(person.id) if one.status == "open"]
        taken_in: dict[str, int] = {}
        for conversation in taken:
            team = conversation.team.id if conversation.team else ""
            taken_in[team] = taken_in.get(team, 0) + 1
        given = self._given.get(person.id)
        return Taker(
            person.id,
            person.teams,
            person.slots,
            len(taken),
            presence.idle_since if presence else 0,
            here=self._is_online(person) and presence is not None and not presence.is_missed,
            skills=person.skills,
            languages=frozenset(primary(language) for language in person.languages),
            team_slots=person.team_slots,
            taken_in=taken_in,
            given=self._lately(given) if given else (),
            turns=dict(given.turns) if given else {},
        )

    def _lately(self, given: _Given) -> tuple[int, ...]:
        while given.at and given.at[0] <= self._now - HOUR:
            given.at.popleft()
        return tuple(given.at)
