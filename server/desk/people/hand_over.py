"""Transfers: at once, to a colleague or a team's queue; or warmly, to a colleague who is asked first."""

from server.core import events as e
from server.core.access import may_see
from server.core.conversation import Conversation
from server.core.decide import agent as decide
from server.core.decide import hand_over
from server.core.refusals import Conflict, Invalid, NotFound

from ..agent import colleague_named, must_supervise, records_seq, sender
from ..desk import Desk
from ..directory import Person, Team
from ..later.overdue import answer_due
from ..sites import is_foreign


async def transfers(
    desk: Desk, person: Person, conversation: str, to_agent: str | None, to_team: str | None, note: str | None
) -> int:
    """To one colleague, or to a team's queue. Gives the seq.

    Refused to oneself, and to who or what belongs to other sites only.
    """
    if (to_agent is None) == (to_team is None):
        raise Invalid("name either an agent or a team")
    if to_agent is not None:
        colleague = _colleague(desk, person, to_agent)

        def gives(now: Conversation) -> list[e.Event]:
            _must_work_for(desk, colleague, now)
            return decide.transfers_to_agent(now, sender(person), colleague.named, note)

        return await records_seq(desk, person, conversation, gives)
    team = _team(desk, to_team or "")

    def moves(now: Conversation) -> list[e.Event]:
        if is_foreign(desk.directory, team.id, now):
            raise Invalid("this team belongs to another site")
        return decide.transfers_to_team(now, sender(person), team.named, note)

    return await records_seq(desk, person, conversation, moves)


async def assigns(
    desk: Desk, person: Person, conversation: str, to_agent: str | None, to_team: str | None
) -> int:
    """A supervisor gives it to an agent, himself included, or to a team's queue."""
    must_supervise(person)
    if to_agent is None:
        return await transfers(desk, person, conversation, None, to_team, None)
    colleague = colleague_named(desk, to_agent)

    def gives(now: Conversation) -> list[e.Event]:
        _must_work_for(desk, colleague, now)
        return decide.is_given(now, sender(person), colleague.named, "assigned")

    return await records_seq(desk, person, conversation, gives)


async def asks(desk: Desk, person: Person, conversation: str, to_agent: str | None, note: str | None) -> int:
    """Asks a colleague who is here whether he takes it; he has a minute. Gives the seq."""
    if to_agent is None:
        raise Invalid("a warm transfer is to an agent")
    colleague = _colleague(desk, person, to_agent)
    status = desk.floor.presence(colleague.id).status
    if status == "offline":
        raise Conflict("he is offline", status=status)
    now = desk.clock()

    def offers(found: Conversation) -> list[e.Event]:
        _must_work_for(desk, colleague, found)
        return hand_over.asks(found, sender(person), colleague.named, note, now)

    due = answer_due(conversation, now + hand_over.ASKED_FOR)
    return await records_seq(desk, person, conversation, offers, due=(due,))


async def accepts(desk: Desk, person: Person, conversation: str) -> int:
    """It is his from now on. Conflict when nobody asks him any more, with the owner."""
    return await records_seq(
        desk, person, conversation, lambda c: hand_over.accepts(c, sender(person), desk.clock())
    )


async def declines(desk: Desk, person: Person, conversation: str) -> int:
    return await records_seq(desk, person, conversation, lambda c: hand_over.declines(c, sender(person)))


async def withdraws(desk: Desk, person: Person, conversation: str) -> int:
    return await records_seq(
        desk, person, conversation, lambda c: hand_over.withdraws(c, sender(person), person.sees_all)
    )


def _colleague(desk: Desk, person: Person, agent: str) -> Person:
    if agent == person.id:
        raise Invalid("that is yourself")
    found = desk.directory.people.get(agent)
    if found is not None and found.disabled:
        raise Invalid("this agent is disabled")
    return colleague_named(desk, agent)


def _must_work_for(desk: Desk, colleague: Person, conversation: Conversation) -> None:
    """Whoever could take it himself; who is in no team; and who is in one that is not another site's."""
    teams = colleague.teams
    if may_see(colleague, conversation) or not teams:
        return
    if all(is_foreign(desk.directory, team, conversation) for team in teams):
        raise Invalid("this agent works for other sites only")


def _team(desk: Desk, team: str) -> Team:
    found = desk.directory.teams.get(team)
    if found is None:
        raise NotFound("no such team")
    return found
