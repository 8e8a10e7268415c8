"""Puts the server together: the only file that knows every part, and the butler."""

import asyncio
from typing import Any

from aiohttp import web
from socketio import AsyncManager

from bot import butler
from server.clock import wall_clock
from server.core.refusals import Unauthorized
from server.desk import overdue, routing
from server.desk.desk import Desk
from server.desk.directory import Person
from server.desk.elsewhere import Elsewhere
from server.desk.floor import Floor
from server.desk.ports import Clock
from server.desk.presence import Presences
from server.desk.queue import Places
from server.jobs.board import LiveBoard
from server.jobs.schedule import schedule
from server.limits import Limiter
from server.origins import Origins
from server.rest import routes, sessions
from server.rest.parts import Parts
from server.settings import Settings
from server.sockets import agent as at_work
from server.sockets.agent import AgentNamespace, SupervisorNamespace
from server.sockets.announce import Announcer
from server.sockets.prompt import PromptRedis
from server.sockets.server import Server
from server.sockets.visitor import VisitorNamespace
from server.store.kept import Kept
from server.store.reports import Reports

RECONNECT_AFTER = 2  # s
LARGEST_BODY = 100_000  # bytes


class House:
    """The whole server, made but not started. The clock and the database are all that a test replaces."""

    def __init__(self, settings: Settings, clock: Clock = wall_clock) -> None:
        self.settings = settings
        self.kept = Kept(settings.database, clock)
        self.floor = Floor(self.kept.directory)
        self.sio = Server(_manager(settings))
        self.announcer = Announcer(self.sio, self.floor)
        self.desk = Desk(
            self.kept.timeline, self.announcer, butler.decide, clock, self.kept.directory, self.floor
        )
        self.presences = Presences(self.desk)
        self.elsewhere = Elsewhere(self.desk, self.presences)
        self.places = Places(self.desk)
        self.reports = Reports(settings.database)
        self.live_board = LiveBoard(self.desk, self.reports, self.announcer.board_is_watched)
        self.app = web.Application(client_max_size=LARGEST_BODY)
        self._scheduler = schedule(
            overdue=self.look_overdue,
            board=self.tell_board,
            queue=self.places.tell,
            refresh=self.look_elsewhere,
        )
        self._add_sockets()
        self._add_rest()
        self.app.on_startup.append(self._start)
        self.app.on_shutdown.append(self._say_goodbye)
        self.app.on_cleanup.append(self._stop)

    async def look_overdue(self) -> None:
        for due in await self.kept.timeline.claim_due(self.desk.clock()):
            await overdue.look(self.desk, self.presences, due)

    async def look_elsewhere(self) -> None:
        """What other nodes, or commands beside this server, have changed."""
        await self.kept.people.look()
        await self.elsewhere.look()
        for agent, presence in list(self.floor.agents.items()):
            person = self.kept.directory.people.get(agent)
            if presence.sockets and person is not None and person.disabled:
                await self.signed_off(agent)

    async def tell_board(self) -> None:
        await self.live_board.tell(self.announcer.board)

    async def revoke(self, person: str) -> None:
        """Somebody may not log in any more: his sockets close, and what he has goes back to the queue."""
        await self.kept.accounts.ends_all(person)
        await self.announcer.agent(person, "revoked", {})
        await self.signed_off(person)
        await self.presences.is_revoked(person)

    async def signed_off(self, person: str) -> None:
        """His sockets close; those of sessions that are still valid come back by themselves."""
        await self.sio.close_room_sockets(f"agent:{person}")

    async def ready(self) -> None:
        """Raises while something that work needs does not answer."""
        await self.kept.timeline.mark()
        if not self._scheduler.running or self._routing.done():
            raise RuntimeError("scheduler or routing has stopped")
        await self.sio.ping_bus()

    async def _start(self, _: web.Application) -> None:
        await self.kept.start()
        await self.desk.start()
        await self.presences.start()
        await self.elsewhere.start()
        await self.reports.start()
        self._routing = asyncio.create_task(routing.route(self.desk), name="routing")
        self._scheduler.start()

    async def _say_goodbye(self, _: web.Application) -> None:
        # The clients add the jitter.
        await self.announcer.everybody("reconnect", {"after": RECONNECT_AFTER})

    async def _stop(self, _: web.Application) -> None:
        self._scheduler.shutdown(wait=False)
        await self.sio.shutdown()
        self._routing.cancel()
        await asyncio.gather(self._routing, return_exceptions=True)
        await self.reports.stop()
        await self.kept.stop()

    def _add_sockets(self) -> None:
        settings = self.settings
        origins = Origins(settings.public_url, settings.trusted_proxies)
        visitors = Limiter(settings.visitor_burst, settings.visitor_rate)
        agents = Limiter(settings.agent_burst, settings.agent_rate)
        floor = at_work.Floor(self.desk, self.presences, self._identify, origins, self.live_board.first)
        self.sio.register_namespace(VisitorNamespace(self.desk, visitors, origins))
        self.sio.register_namespace(AgentNamespace(agents, floor))
        self.sio.register_namespace(SupervisorNamespace(agents, floor))
        self.sio.attach(self.app)

    def _add_rest(self) -> None:
        parts = Parts(
            settings=self.settings,
            kept=self.kept,
            desk=self.desk,
            clock=self.desk.clock,
            board=self.live_board.now,
            reports=self.reports,
            revoke=self.revoke,
            signed_off=self.signed_off,
            ready=self.ready,
        )
        routes.add(self.app, parts)

    async def _identify(self, environ: dict[str, Any], csrf: str | None, token: str | None) -> Person:
        """Who connects to /agent: by token, or by the session cookie together with its CSRF token."""
        accounts = self.kept.accounts
        if token is not None:
            person = await accounts.person_by_token(token)
        else:
            session = await accounts.session(sessions.cookie_of(environ["aiohttp.request"]))
            fits = session is not None and sessions.same(session.csrf, csrf)
            person = session.person if session is not None and fits else None
        if person is None:
            raise Unauthorized("log in first")
        return person


def _manager(settings: Settings) -> AsyncManager | None:
    return PromptRedis(settings.redis_url, channel="chat-butler") if settings.redis_url else None
