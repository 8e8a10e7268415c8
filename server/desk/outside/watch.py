"""Watches the floor: alerts are looked for as it stands, and told once, by whichever node sees one first."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from server.core.alerts import SHOWN, Alert, Known, Step, of_event, of_promises, of_queue, step
from server.core.conversation import Conversation
from server.core.events import Event, Rated

from ..desk import Desk
from ..ports import Out
from .alerts import outs, plain

OF_QUEUES = ("waiting", "wait")

Tells = Callable[[dict[str, Any]], Awaitable[None]]


class Kept(Protocol):
    """The store: which alerts of queues are on, for all nodes."""

    async def known(self) -> dict[str, tuple[int, int | None]]:
        """By key, when it began, and when it ended, if it has."""
        ...

    async def begins(self, key: str, now: int, outs: Sequence[Out]) -> bool:
        """With what is told of it, in one transaction. False: another node was faster, or it has not been
        over for long enough.
        """
        ...

    async def ends(self, key: str, now: int) -> None: ...


class Alerts:
    """This node's memory of them. `tells`: its own supervisors."""

    def __init__(self, desk: Desk, kept: Kept, tells: Tells) -> None:
        self._desk = desk
        self._kept = kept
        self._tells = tells
        self._known: dict[str, Known] | None = None
        self._lasting: dict[str, Alert] = {}

    def shown(self) -> list[dict[str, Any]]:
        """What is on, the newest first."""
        on = [known.alert for known in (self._known or {}).values() if known.ended_at is None]
        return [plain(alert) for alert in sorted(on, key=lambda alert: (-alert.at, alert.key))]

    def hears(self, conversation: Conversation, events: Sequence[Event]) -> None:
        """Of what no state tells afterwards."""
        for event in events:
            if isinstance(event, Rated) and (alert := of_event(conversation, event)) is not None:
                self._lasting[alert.key] = alert

    async def look(self) -> None:
        """Tells what has begun since the last look."""
        now, first = self._desk.clock(), self._known is None
        known = self._known if self._known is not None else await self._recalled()
        taken = step(known, {**self._of_floor(now), **self._of_events(now)}, now)
        await self._keeps(taken, now)
        self._known = taken.known
        if taken.begun or taken.back or taken.ended:
            self._desk.notice_change()
        for alert in taken.begun:
            # At a start, what was promised is no news: that was told when it was written.
            if not first or alert.kind in OF_QUEUES:
                await self._tells(plain(alert))

    async def _keeps(self, taken: Step, now: int) -> None:
        """What was promised or rated has its event; what is true of a queue is written down here."""
        desk = self._desk
        for alert in _of_queues(taken.begun):
            await self._kept.begins(alert.key, now, outs(alert, desk.directory, desk.mail_after is not None))
        for alert in _of_queues(taken.back):
            await self._kept.begins(alert.key, now, ())
        for alert in _of_queues(taken.ended):
            await self._kept.ends(alert.key, now)

    def _of_floor(self, now: int) -> dict[str, Alert]:
        floor, directory = self._desk.floor, self._desk.directory
        watched = {
            team.id: team.rules
            for team in directory.teams.values()
            if team.rules.alert_waiting is not None or team.rules.alert_wait is not None
        }
        queue = of_queue(floor.queue.values(), watched, now) if watched else {}
        return {**queue, **of_promises(floor.open.values(), now)}

    def _of_events(self, now: int) -> dict[str, Alert]:
        self._lasting = {key: alert for key, alert in self._lasting.items() if now < alert.at + SHOWN}
        return self._lasting

    async def _recalled(self) -> dict[str, Known]:
        found = await self._kept.known()
        return {
            key: Known(_as_far_as_known(key, began_at), ended_at)
            for key, (began_at, ended_at) in found.items()
        }


def _as_far_as_known(key: str, at: int) -> Alert:
    """Of before the start; the first look says what it is now."""
    return Alert(key, "wait" if key.startswith("wait:") else "waiting", at, 0, 0)


def _of_queues(alerts: Sequence[Alert]) -> list[Alert]:
    return [alert for alert in alerts if alert.kind in OF_QUEUES]
