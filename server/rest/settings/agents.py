"""Agents: everybody who logs in."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from server.core.refusals import Invalid, NotFound
from server.desk import states
from server.desk.directory import Person

from ..calls import Call
from ..login import Email, Locale, Name, Password
from ..paging import page
from .fields import Id, given, name_of

Skill = Annotated[str, Meta(min_length=1, max_length=64)]
Skills = Annotated[dict[Skill, Annotated[int, Meta(ge=1, le=5)]], Meta(max_length=100)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(?!\n)$")]
Slots = Annotated[int, Meta(ge=0, le=100)]


class NewAgent(Struct, forbid_unknown_fields=True):
    name: Name
    email: Email
    role: Literal["agent", "supervisor", "admin"] = "agent"
    teams: Annotated[list[Id], Meta(max_length=100)] = []
    slots: Slots = 4
    password: Password | None = None


class AgentChange(Struct, forbid_unknown_fields=True):
    """What is given. `skills` from 1 to 5; `languages`: none is any; `team_slots`: at once, by team."""

    name: Name | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    role: Literal["agent", "supervisor", "admin"] | UnsetType = UNSET
    teams: Annotated[list[Id], Meta(max_length=100)] | UnsetType = UNSET
    slots: Slots | UnsetType = UNSET
    locale: Locale | None | UnsetType = UNSET
    skills: Skills | UnsetType = UNSET
    languages: Annotated[list[Language], Meta(max_length=30)] | UnsetType = UNSET
    team_slots: Annotated[dict[Id, Slots], Meta(max_length=100)] | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET


async def agents(call: Call) -> dict[str, Any]:
    found = call.parts.kept.directory.people.values()
    return page(call, found, lambda person: (person.name, person.id), lambda person: _agent(call, person))


async def agent(call: Call) -> dict[str, Any]:
    return _agent(call, _agent_of(call))


async def add_agent(call: Call) -> dict[str, Any]:
    wish: NewAgent = call.body
    kept = call.parts.kept
    hashed = await kept.accounts.hashed(wish.password) if wish.password is not None else None
    person = await kept.people.add_person(
        wish.email, wish.name, wish.role, wish.teams, wish.slots, password_hash=hashed
    )
    return _agent(call, person)


async def change_agent(call: Call) -> dict[str, Any]:
    person = _agent_of(call)
    kept = call.parts.kept
    changes = given(call.body)
    password = changes.pop("password", None)
    if "name" in changes:
        changes["name"] = name_of(changes["name"])
    if "email" in changes:
        changes["email"] = changes["email"].strip().lower()
    if "skills" in changes:
        changes["skills"] = {name_of(skill): level for skill, level in changes["skills"].items()}
    if "languages" in changes:
        changes["languages"] = list(dict.fromkeys(changes["languages"]))
    if unknown := changes.get("team_slots", {}).keys() - kept.directory.teams.keys():
        raise Invalid(f"team_slots: there is no team {min(unknown)}")
    if password is not None:
        changes["password_hash"] = await kept.accounts.hashed(password)
    if changes:
        person = await kept.people.change_person(person.id, dict(changes))
        call.parts.desk.notice_change()
    if password is not None:
        await kept.accounts.ends_sessions(person.id)
    # Rooms were entered and rights were given when he connected: whoever changes comes in anew.
    if changes.get("disabled"):
        await call.parts.revoke(person.id)
    elif {"role", "teams", "password_hash"} & changes.keys():
        await call.parts.signed_off(person.id)
    return _agent(call, kept.directory.people[person.id])


async def remove_agent(call: Call) -> dict[str, Any]:
    """He may not log in any more; what he did keeps his name."""
    person = _agent_of(call)
    await call.parts.kept.people.change_person(person.id, {"disabled": True})
    await call.parts.revoke(person.id)
    return {}


def _agent(call: Call, person: Person) -> dict[str, Any]:
    directory = call.parts.kept.directory
    presence = call.parts.desk.floor.agents.get(person.id)
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "teams": [states.named(directory.team_named(team)) for team in sorted(person.teams)],
        "slots": person.slots,
        "locale": person.locale,
        "skills": dict(person.skills),
        "languages": list(person.languages),
        "team_slots": dict(person.team_slots),
        "disabled": person.disabled,
        "status": presence.status if presence else "offline",
    }


def _agent_of(call: Call) -> Person:
    found = call.parts.kept.directory.people.get(call.path("id"))
    if found is None:
        raise NotFound("no such agent")
    return found
