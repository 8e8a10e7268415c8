"""Puts the server together: the only file that knows every part, and the butler."""

import asyncio
import random
from typing import Any

import structlog
from aiohttp import web

from bot import butler
from server.channels.mail.post import Post
from server.channels.webhooks.post import HttpPost
from server.clock import wall_clock
from server.core.refusals import Refusal, Unauthorized
from server.desk import arrival
from server.desk.desk import Desk
from server.desk.directory import Person
from server.desk.floor import Floor
from server.desk.later import overdue
from server.desk.nodes.elsewhere import Elsewhere
from server.desk.nodes.membership import Nodes
from server.desk.outside.watch import Alerts
from server.desk.people.services import Services
from server.desk.ports import Clock
from server.desk.presence import Presences
from server.desk.queue import routing
from server.desk.queue.places import Places
from server.jobs.board import LiveBoard
from server.jobs.outbox import Letters
from server.jobs.reports import ReportLetters
from server.jobs.schedule import schedule
from server.jobs.webhooks import Deliveries
from server.limits import Limiter
from server.origins import Origins
from server.rest import routes, sessions
from server.rest.parts import Parts
from server.settings import Settings
from server.simulate.what_if.job import WhatIfs
from server.sockets import agent as at_work
from server.sockets.agent import AgentNamespace, SupervisorNamespace
from server.sockets.announce import Announcer
from server.sockets.bus import Bus, Note
from server.sockets.door import Door
from server.sockets.following import Following
from server.sockets.server import Server
from server.sockets.visitor import Limits, VisitorNamespace
from server.store import outdated
from server.store.kept import Kept
from server.store.reports import Reports

log = structlog.get_logger()

RECONNECT_AFTER = 2  # s
LARGEST_BODY = 100_000  # bytes
LETTER_ENDS_WITHIN = 5.0  # s


class House:
    """The whole server, made but not started. The clock and the database are all that a test replaces."""

    def __init__(self, settings: Settings, clock: Clock = wall_clock) -> None:
        self.settings = settings
        self.kept = Kept(settings.database, clock)
        self.floor = Floor(self.kept.directory, clock)
        self._origins = Origins(settings.public_url, settings.trusted_proxies)
        door = Door(self._origins, settings.address_connections, settings.join_timeout)
        self.sio = Server(door, sessions.cookie_of)
        self.bus = Bus(settings.redis_url) if settings.redis_url else None
        self.following = Following(self.sio, self.floor)
        self.announcer = Announcer(self.sio, self.floor, self.bus, self.following)
        self.desk = Desk(
            self.kept.timeline,
            self.announcer,
            butler.decide,
            clock,
            self.kept.directory,
            self.floor,
            mail_after=int(settings.mail_after * 1000) if settings.mail_server else None,
        )
        self.presences = Presences(self.desk)
        self.elsewhere = Elsewhere(self.desk, self.presences)
        self.nodes = Nodes(self.desk, self.presences, self.kept.nodes())
        self.places = Places(self.desk)
        self.services = Services(self.desk)
        self.reports = Reports(settings.database, settings.reports_in, settings.reports_memory * 2**20)
        self.alerts = Alerts(self.desk, self.kept.alerts, self.announcer.alert)
        self.desk.listeners.append(self.alerts.hears)
        watched = self.announcer.board_is_watched
        self.what_ifs = WhatIfs(clock)
        self.live_board = LiveBoard(self.desk, self.reports, watched, self.alerts.shown)
        self.post = _post(settings)
        self.letters = self._letters()
        self.report_letters = self._report_letters()
        self.courier = HttpPost(settings.webhooks_to_private)
        self.webhooks = self._deliveries()
        self.app = web.Application(client_max_size=LARGEST_BODY)
        self._scheduler = schedule(
            overdue=self.look_overdue,
            board=self.tell_board,
            queue=self.tell_visitors,
            refresh=self.look_elsewhere,
            nodes=self.nodes.beat,
            letters=self.letters.look if self.letters else None,
            reports=self.report_letters.look if self.report_letters else None,
            webhooks=self.webhooks.look,
            alerts=self.alerts.look,
        )
        self._looked_at = clock()
        self._add_sockets()
        self._add_rest()
        self.app.on_startup.append(self._start)
        self.app.on_shutdown.append(self._say_goodbye)
        self.app.on_cleanup.append(self._stop)

    async def look_overdue(self) -> None:
        now = self.desk.clock()
        if now < self._looked_at:
            await self.presences.begin_graces_anew()
            await arrival.begin_graces_anew(self.desk)
        self._looked_at = now
        while claimed := await self.kept.timeline.claim_due(now):
            for due in claimed:
                await overdue.look(self.desk, self.presences, due, self.nodes)

    async def look_elsewhere(self) -> None:
        """What other nodes, or commands beside this server, have changed."""
        await self.kept.people.look()
        await self.elsewhere.look()
        await self.desk.unsure.look(self.desk.turn)
        for agent, presence in list(self.floor.agents.items()):
            person = self.kept.directory.people.get(agent)
            if presence.sockets and person is not None and person.disabled:
                await self.signed_off(agent)

    async def tell_visitors(self) -> None:
        """Where they stand in the queue, and who is there."""
        await self.places.tell()
        await self.services.tell()

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
        if not self._scheduler.running or self._routing.done() or not self.kept.timeline.writer.is_alive:
            raise RuntimeError("scheduler, routing or writer has stopped")

    async def _start(self, _: web.Application) -> None:
        await self.kept.start()
        await self._bring_facts_up_to_date()
        await self.elsewhere.start()
        await self.desk.start()
        await self.presences.start()
        await arrival.begin_graces_anew(self.desk)
        await self.nodes.beat()
        if self.bus is not None:
            self.bus.start(self._hear, self.elsewhere.look_soon)
        await self.reports.start()
        self._routing = asyncio.create_task(routing.route(self.desk, self.nodes), name="routing")
        self._scheduler.start()

    async def _bring_facts_up_to_date(self) -> None:
        kept = self.kept
        if await outdated.is_outdated(kept.database):
            log.warning("facts_are_of_another_version", next="deriving them anew; this takes a while")
            calendars = kept.directory.calendars_ever
            found = await outdated.derive_anew(kept.timeline, kept.database, calendars)
            log.info("facts_derived_anew", timelines=found)

    def _hear(self, note: Note) -> None:
        self.elsewhere.hinted(note.changed, note.agents)
        for passing in note.passing:
            self.announcer.passes(passing)

    async def _say_goodbye(self, _: web.Application) -> None:
        # The clients add the jitter.
        await self.announcer.everybody("reconnect", {"after": RECONNECT_AFTER})

    async def _stop(self, _: web.Application) -> None:
        self._scheduler.shutdown(wait=False)
        if self.letters is not None:
            await self.letters.stop(LETTER_ENDS_WITHIN)
        if self.report_letters is not None:
            await self.report_letters.stop(LETTER_ENDS_WITHIN)
        await self.webhooks.stop(LETTER_ENDS_WITHIN)
        await self.live_board.stop()
        if self.bus is not None:
            await self.bus.stop()
        await self.elsewhere.stop()
        await self.sio.shutdown()
        self._routing.cancel()
        await asyncio.gather(self._routing, return_exceptions=True)
        await self._leave()
        await self.what_ifs.stop()
        await self.reports.stop()
        await self.kept.stop()

    async def _leave(self) -> None:
        try:
            await self.nodes.leave()
        except Refusal as refusal:
            # Others find out by themselves, only later.
            log.warning("not_left", code=refusal.code)

    def _letters(self) -> Letters | None:
        if self.post is None or self.settings.public_url is None:
            return None
        chance = random.SystemRandom().random
        return Letters(self.desk, self.kept.outbox, self.post, self.settings.public_url, chance)

    def _report_letters(self) -> ReportLetters | None:
        if self.post is None or self.settings.public_url is None:
            return None
        chance, url = random.SystemRandom().random, self.settings.public_url
        return ReportLetters(self.desk, self.kept, self.reports, self.post, url, chance)

    def _deliveries(self) -> Deliveries:
        chance = random.SystemRandom().random
        return Deliveries(self.desk, self.kept.outbox, self.kept.webhooks, self.courier, chance)

    def _add_sockets(self) -> None:
        settings = self.settings
        origins = self._origins
        agents = Limiter(settings.agent_burst, settings.agent_rate)
        floor = at_work.Floor(
            self.desk, self.presences, self._identify, origins, self.live_board.first, self.following
        )
        self.sio.register_namespace(VisitorNamespace(self.desk, _limits(settings), origins))
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
            what_ifs=self.what_ifs,
            revoke=self.revoke,
            signed_off=self.signed_off,
            ready=self.ready,
            courier=self.courier,
            sends_trial=self.post.sends_trial if self.post else None,
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


def _limits(settings: Settings) -> Limits:
    return Limits(
        commands=Limiter(settings.visitor_burst, settings.visitor_rate),
        of_address=Limiter(settings.address_burst, settings.address_rate),
        connects=Limiter(settings.connect_burst, settings.connect_rate),
        at_once=settings.connects_at_once,
    )


def _post(settings: Settings) -> Post | None:
    server = settings.mail_server
    if server is None or settings.mail_from is None:
        return None
    if server.is_in_the_clear:
        log.warning("mail_in_the_clear", server=server.shown)
    return Post(server, settings.mail_from)
