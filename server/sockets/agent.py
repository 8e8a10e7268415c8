"""What agents and supervisors may send. It is read here and done at the desk."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from msgspec import UNSET

from server.core.access import may_see
from server.core.decide.visitor import Message
from server.core.refusals import Invalid
from server.core.text import clean, clean_name, mask_cards
from server.desk import agent as desk_
from server.desk import states, supervisor
from server.desk.desk import Desk
from server.desk.directory import Person
from server.desk.people import absences, hand_over, needs
from server.desk.people.opening import opening
from server.desk.people.viewers import Viewers
from server.desk.presence import Presences
from server.limits import Limiter
from server.origins import Origins

from . import commands as c
from .answering import Answer, Answering, Verb, shaped
from .following import Following

Identify = Callable[[dict[str, Any], str | None, str | None], Awaitable[Person]]
FIRST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Floor:
    """What both namespaces of people at work need."""

    desk: Desk
    presences: Presences
    identify: Identify
    origins: Origins
    board: Callable[[], Awaitable[Answer]]
    following: Following


class _AtWork(Answering[Person]):
    """Whoever logs in: by session cookie and CSRF token, or by a personal access token."""

    def __init__(self, namespace: str, limiter: Limiter, floor: Floor) -> None:
        super().__init__(namespace, limiter)
        self._floor = floor
        self._desk = floor.desk

    def key_of(self, who: Person) -> str:
        return who.id

    async def _person(self, environ: dict[str, Any], auth: object) -> Person:
        self._floor.origins.must_be_one_of(environ, ())
        hello: c.AgentHello = shaped(c.AgentHello, (auth if auth is not None else {},))
        person = await self._floor.identify(environ, hello.csrf, hello.token)
        self.must_not_be_banned(person.id)
        return person

    def _now(self, person: Person) -> Person:
        """As he is employed at this moment, not as he was when he connected."""
        return self._desk.directory.people.get(person.id, replace(person, disabled=True))


class AgentNamespace(_AtWork):
    def __init__(self, limiter: Limiter, floor: Floor) -> None:
        super().__init__("/agent", limiter, floor)
        self._viewers = Viewers(floor.desk.tell)
        self.verbs = {
            "status": Verb(c.Status, self._status),
            "open": Verb(c.Open, self._open),
            "leave": Verb(c.OfConversation, self._leave_it),
            "take": Verb(c.OfConversation, self._take),
            "say": Verb(c.AgentSay, self._say),
            "note": Verb(c.AgentSay, self._note),
            "transfer": Verb(c.Transfer, self._transfer),
            "accept": Verb(c.OfConversation, self._accept),
            "decline": Verb(c.OfConversation, self._decline),
            "withdraw": Verb(c.OfConversation, self._withdraw),
            "resolve": Verb(c.Resolve, self._resolve),
            "reopen": Verb(c.OfConversation, self._reopen),
            "snooze": Verb(c.Snooze, self._snooze),
            "tag": Verb(c.Tag, self._tag),
            "needs": Verb(c.Needs, self._needs),
            "prioritise": Verb(c.Prioritise, self._prioritise),
            "spam": Verb(c.OfConversation, self._spam),
            "typing": Verb(c.AgentTyping, self._typing),
            "read": Verb(c.AgentRead, self._read),
        }

    async def enter(self, sid: str, environ: dict[str, Any], auth: object) -> Person:
        person = await self._person(environ, auth)
        for room in rooms_of(person):
            await self.enter_room(sid, room)
        await self._floor.presences.arrives(person, sid)
        await self.emit("inbox", self._inbox(person), to=sid)
        return person

    async def leave(self, sid: str, who: Person) -> None:
        self._floor.following.forget(sid)
        await self._viewers.is_gone(sid)
        await self._floor.presences.leaves(who, sid)

    def _inbox(self, person: Person) -> Answer:
        floor = self._desk.floor
        seen = [conversation for conversation in floor.open.values() if may_see(person, conversation)]
        mine = [c for c in seen if c.agent is not None and c.agent.id == person.id]
        rest = [c for c in seen if c.waiting != "queue" and c not in mine]
        shown = (mine + sorted(rest, key=lambda c: -c.last_at))[:FIRST_PAGE]
        waiting = [floor.queue[waiter.conversation] for waiter in floor.waiters()]
        queue = [conversation for conversation in waiting if may_see(person, conversation)]
        presence = floor.presence(person.id)
        teams = [self._desk.directory.teams[team] for team in sorted(person.teams)]
        return {
            "v": 1,
            "conversations": [states.for_agents(conversation, floor) for conversation in shown],
            "queue": [states.for_agents(conversation, floor) for conversation in queue[:FIRST_PAGE]],
            "next": None,
            "me": {
                "id": person.id,
                "name": person.name,
                "role": person.role,
                "teams": [states.named(team.named) for team in teams],
                "status": presence.status,
                "since": presence.since,
                "reason": presence.reason,
                "slots": person.slots,
                "skills": dict(person.skills),
                "languages": list(person.languages),
                "hours": opening(self._desk.directory.calendars.get(person.id), self._desk.clock()),
            },
            "away_reasons": absences.reasons(self._desk.directory),
        }

    async def _status(self, _: str, person: Person, wish: c.Status) -> Answer:
        reason = clean_name(wish.reason or "") or "chosen"
        await self._floor.presences.sets(self._now(person), wish.status, reason)
        return {}

    async def _open(self, sid: str, person: Person, ask: c.Open) -> Answer:
        # Followed first: what happens meanwhile comes twice, which clients undo by number.
        await desk_.open_to(self._desk, self._now(person), ask.conversation)
        await self._floor.following.follow(sid, ask.conversation)
        opened = await supervisor.opens(self._desk, self._now(person), ask.conversation, ask.after)
        if ask.looking:
            await self._viewers.comes(ask.conversation, self._now(person), sid)
        return {**opened, "viewers": self._viewers.of(ask.conversation)}

    async def _leave_it(self, sid: str, person: Person, ask: c.OfConversation) -> Answer:
        await desk_.open_to(self._desk, self._now(person), ask.conversation)
        await self._viewers.goes(ask.conversation, sid)
        return {}

    async def _take(self, sid: str, person: Person, ask: c.OfConversation) -> Answer:
        await desk_.open_to(self._desk, self._now(person), ask.conversation)
        await self._floor.following.follow(sid, ask.conversation)
        return {"seq": await desk_.takes(self._desk, self._now(person), ask.conversation)}

    async def _say(self, _: str, person: Person, say: c.AgentSay) -> Answer:
        message = Message(say.id.lower(), c.text_of(say.text))
        said = await desk_.says(self._desk, self._now(person), say.conversation, message)
        return {"seq": said.seq, "at": said.at}

    async def _note(self, _: str, person: Person, say: c.AgentSay) -> Answer:
        message = Message(say.id.lower(), c.text_of(say.text), kind="note")
        said = await desk_.notes(self._desk, self._now(person), say.conversation, message)
        return {"seq": said.seq, "at": said.at}

    async def _transfer(self, _: str, person: Person, wish: c.Transfer) -> Answer:
        note = mask_cards(clean(wish.note)) if wish.note else None
        me = self._now(person)
        if wish.warm:
            return {"seq": await hand_over.asks(self._desk, me, wish.conversation, wish.agent, note)}
        seq = await hand_over.transfers(self._desk, me, wish.conversation, wish.agent, wish.team, note)
        return {"seq": seq}

    async def _accept(self, sid: str, person: Person, ask: c.OfConversation) -> Answer:
        seq = await hand_over.accepts(self._desk, self._now(person), ask.conversation)
        await self._floor.following.follow(sid, ask.conversation)
        return {"seq": seq}

    async def _decline(self, _: str, person: Person, ask: c.OfConversation) -> Answer:
        return {"seq": await hand_over.declines(self._desk, self._now(person), ask.conversation)}

    async def _withdraw(self, _: str, person: Person, ask: c.OfConversation) -> Answer:
        return {"seq": await hand_over.withdraws(self._desk, self._now(person), ask.conversation)}

    async def _resolve(self, _: str, person: Person, wish: c.Resolve) -> Answer:
        return {"seq": await desk_.resolves(self._desk, self._now(person), wish.conversation, wish.reason)}

    async def _reopen(self, _: str, person: Person, wish: c.OfConversation) -> Answer:
        return {"seq": await desk_.reopens(self._desk, self._now(person), wish.conversation)}

    async def _snooze(self, _: str, person: Person, wish: c.Snooze) -> Answer:
        if (wish.until is UNSET) == (wish.for_ is UNSET):
            raise Invalid("give either until or for")
        until = wish.until if wish.until is not UNSET else self._desk.clock() + 1000 * int(wish.for_)  # type: ignore[arg-type]
        return {"seq": await desk_.snoozes(self._desk, self._now(person), wish.conversation, until)}

    async def _tag(self, _: str, person: Person, wish: c.Tag) -> Answer:
        tags = [clean(tag).strip() for tag in wish.tags]
        return {"seq": await desk_.tags(self._desk, self._now(person), wish.conversation, tags)}

    async def _needs(self, _: str, person: Person, wish: c.Needs) -> Answer:
        me, skills = self._now(person), [clean_name(skill) for skill in wish.skills]
        return {"seq": await needs.sets(self._desk, me, wish.conversation, skills, wish.language)}

    async def _prioritise(self, _: str, person: Person, wish: c.Prioritise) -> Answer:
        me = self._now(person)
        return {"seq": await desk_.prioritises(self._desk, me, wish.conversation, wish.priority)}

    async def _spam(self, _: str, person: Person, wish: c.OfConversation) -> Answer:
        return {"seq": await desk_.marks_spam(self._desk, self._now(person), wish.conversation)}

    async def _typing(self, _: str, person: Person, typing: c.AgentTyping) -> Answer:
        await desk_.types(self._desk, self._now(person), typing.conversation, typing.on)
        return {}

    async def _read(self, _: str, person: Person, read: c.AgentRead) -> Answer:
        await desk_.has_read(self._desk, self._now(person), read.conversation, read.seq)
        return {}


class SupervisorNamespace(_AtWork):
    def __init__(self, limiter: Limiter, floor: Floor) -> None:
        super().__init__("/supervisor", limiter, floor)
        self.verbs = {
            "watch": Verb(c.Watch, self._watch),
            "whisper": Verb(c.AgentSay, self._whisper),
            "assign": Verb(c.Assign, self._assign),
            "status": Verb(c.StatusOf, self._status),
        }

    async def enter(self, sid: str, environ: dict[str, Any], auth: object) -> Person:
        person = await self._person(environ, auth)
        desk_.must_supervise(person)
        await self.enter_room(sid, BOARD)
        await self.emit("board", await self._floor.board(), to=sid)
        return person

    async def leave(self, sid: str, who: Person) -> None:
        self._floor.following.forget(sid)

    async def _watch(self, sid: str, person: Person, ask: c.Watch) -> Answer:
        # Followed first, as with `open`.
        await desk_.open_to(self._desk, self._now(person), ask.conversation)
        await self._floor.following.follow(sid, ask.conversation, "/supervisor")
        return await supervisor.watches(self._desk, self._now(person), ask.conversation, ask.after)

    async def _whisper(self, _: str, person: Person, say: c.AgentSay) -> Answer:
        message = Message(say.id.lower(), c.text_of(say.text))
        said = await supervisor.whispers(self._desk, self._now(person), say.conversation, message)
        return {"seq": said.seq, "at": said.at}

    async def _status(self, _: str, person: Person, wish: c.StatusOf) -> Answer:
        reason = clean_name(wish.reason or "") or None
        note = mask_cards(clean(wish.note)).strip() if wish.note else None
        presences, me = self._floor.presences, self._now(person)
        await supervisor.sets_status(self._desk, presences, me, wish.agent, wish.status, reason, note or None)
        return {}

    async def _assign(self, _: str, person: Person, wish: c.Assign) -> Answer:
        seq = await hand_over.assigns(self._desk, self._now(person), wish.conversation, wish.agent, wish.team)
        return {"seq": seq}


BOARD = "board"
EVERYTHING = "everything"


def rooms_of(person: Person) -> list[str]:
    """Where states of conversations that he may see are told."""
    own = [f"agent:{person.id}", *(f"team:{team}" for team in person.teams)]
    return [*own, EVERYTHING] if person.sees_all else own
