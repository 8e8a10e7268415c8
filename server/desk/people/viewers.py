"""Which agents have a conversation before them: so that two do not answer it without knowing of each other.

Nobody keeps it. Who looks on through /supervisor is not among them.
"""

from collections import defaultdict
from typing import Any

from ..directory import Person
from ..ports import Tell


class Viewers:
    """By socket, for one person may have it open twice."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._looking: defaultdict[str, dict[str, Person]] = defaultdict(dict)

    def of(self, conversation: str) -> list[dict[str, Any]]:
        """`[{id, name}]`, each person once, in the order in which they came."""
        seen = {person.id: person for person in self._looking.get(conversation, {}).values()}
        return [{"id": person.id, "name": person.name} for person in seen.values()]

    async def comes(self, conversation: str, person: Person, socket: str) -> None:
        before = self.of(conversation)
        self._looking[conversation][socket] = person
        await self._told(conversation, before)

    async def goes(self, conversation: str, socket: str) -> None:
        before = self.of(conversation)
        if self._looking.get(conversation, {}).pop(socket, None) is None:
            return
        if not self._looking[conversation]:
            del self._looking[conversation]
        await self._told(conversation, before)

    async def is_gone(self, socket: str) -> None:
        """The socket is."""
        for conversation in [one for one, sockets in self._looking.items() if socket in sockets]:
            await self.goes(conversation, socket)

    async def _told(self, conversation: str, before: list[dict[str, Any]]) -> None:
        now = self.of(conversation)
        if now != before:
            await self._tell.followers(conversation, "viewers", {"conversation": conversation, "agents": now})
