"""The settings as resources: sites, teams, people, hours, the installation."""

from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from msgspec import UNSET, Meta, Struct, UnsetType, structs

from server.core.refusals import Invalid, NotFound
from server.core.text import clean, clean_name
from server.desk import states
from server.desk.directory import Person, Site, Team
from server.origins import normalised

from .calls import Call
from .login import Email, Locale, Name, Password
from .paging import page

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Color = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}(?!\n)$")]
Text = Annotated[str, Meta(max_length=500)]
Origin = Annotated[str, Meta(max_length=300)]
Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9](?!\n)$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Look(Struct, forbid_unknown_fields=True):
    brand: Color
    position: Literal["left", "right"]


class Texts(Struct, forbid_unknown_fields=True, omit_defaults=True):
    greeting: Text | None = None
    title: Text | None = None
    subtitle: Text | None = None


class Butler(Struct, forbid_unknown_fields=True):
    name: Name = "Butler"


class NewSite(Struct, forbid_unknown_fields=True):
    name: Name
    origins: list[Origin] = []


class SiteChange(Struct, forbid_unknown_fields=True):
    """What is given; `look` and `texts` are replaced whole."""

    name: Name | UnsetType = UNSET
    origins: Annotated[list[Origin], Meta(max_length=50)] | UnsetType = UNSET
    locale: Literal["en", "it", "de", "pl"] | UnsetType = UNSET
    tz: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    team: Id | UnsetType = UNSET
    look: Look | UnsetType = UNSET
    texts: Texts | UnsetType = UNSET
    butler: Butler | UnsetType = UNSET
    tracking: bool | UnsetType = UNSET
    typing_preview: bool | UnsetType = UNSET
    address: Literal["full", "truncated", "none"] | UnsetType = UNSET


class TeamBody(Struct, forbid_unknown_fields=True):
    name: Name


class NewAgent(Struct, forbid_unknown_fields=True):
    name: Name
    email: Email
    role: Literal["agent", "supervisor", "admin"] = "agent"
    teams: Annotated[list[Id], Meta(max_length=100)] = []
    slots: Annotated[int, Meta(ge=0, le=100)] = 4
    password: Password | None = None


class AgentChange(Struct, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    role: Literal["agent", "supervisor", "admin"] | UnsetType = UNSET
    teams: Annotated[list[Id], Meta(max_length=100)] | UnsetType = UNSET
    slots: Annotated[int, Meta(ge=0, le=100)] | UnsetType = UNSET
    locale: Locale | None | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET


class Hours(Struct, forbid_unknown_fields=True):
    """Local times; an interval that ends at or before its start ends on the next day."""

    tz: Annotated[str, Meta(max_length=64)]
    hours: dict[Weekday, Annotated[list[tuple[Clock, Clock]], Meta(max_length=10)]]
    holidays: Annotated[
        list[Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}(?!\n)$")]], Meta(max_length=400)
    ] = []


class Installation(Struct, forbid_unknown_fields=True):
    per_agent_figures: bool | UnsetType = UNSET


async def sites(call: Call) -> dict[str, Any]:
    found = call.parts.kept.directory.sites.values()
    return page(call, found, lambda site: (site.name, site.id), _site)


async def site(call: Call) -> dict[str, Any]:
    return _site(_site_of(call))


async def add_site(call: Call) -> dict[str, Any]:
    wish: NewSite = call.body
    return _site(await call.parts.kept.people.add_site(wish.name, _origins(wish.origins)))


async def change_site(call: Call) -> dict[str, Any]:
    found = _site_of(call)
    changes = _given(call.body)
    if "name" in changes:
        changes["name"] = _name(changes["name"])
    if "origins" in changes:
        changes["origins"] = _origins(changes["origins"])
    if "tz" in changes:
        _must_be_zone(changes["tz"])
    if "team" in changes and changes["team"] not in call.parts.kept.directory.teams:
        raise Invalid("there is no such team")
    if "look" in changes:
        changes["look"] = structs.asdict(changes["look"])
    if "texts" in changes:
        texts = structs.asdict(changes["texts"])
        changes["texts"] = {name: clean(text) for name, text in texts.items() if text}
    if "butler" in changes:
        changes["butler"] = _name(changes["butler"].name)
    if not changes:
        return _site(found)
    return _site(await call.parts.kept.people.change_site(found.id, changes))


async def remove_site(call: Call) -> dict[str, Any]:
    await call.parts.kept.people.remove_site(_site_of(call).id)
    return {}


async def teams(call: Call) -> dict[str, Any]:
    found = call.parts.kept.directory.teams.values()
    return page(call, found, lambda team: (team.name, team.id), lambda team: states.named(team.named))


async def team(call: Call) -> Any:  # noqa: ANN401
    return states.named(_team_of(call).named)


async def add_team(call: Call) -> Any:  # noqa: ANN401
    return states.named((await call.parts.kept.people.add_team(_name(call.body.name))).named)


async def change_team(call: Call) -> Any:  # noqa: ANN401
    found = _team_of(call)
    changed = await call.parts.kept.people.change_team(found.id, {"name": _name(call.body.name)})
    return states.named(changed.named)


async def remove_team(call: Call) -> dict[str, Any]:
    await call.parts.kept.people.remove_team(_team_of(call).id)
    return {}


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
    changes = _given(call.body)
    password = changes.pop("password", None)
    if "name" in changes:
        changes["name"] = _name(changes["name"])
    if "email" in changes:
        changes["email"] = changes["email"].strip().lower()
    if password is not None:
        changes["password_hash"] = await kept.accounts.hashed(password)
    if changes:
        person = await kept.people.change_person(person.id, dict(changes))
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


async def all_hours(call: Call) -> dict[str, Any]:
    found = call.parts.kept.directory.calendars.items()
    return page(call, found, lambda entry: ("", entry[0]), lambda entry: _hours(*entry))


async def hours(call: Call) -> dict[str, Any]:
    subject = call.path("id")
    calendar = call.parts.kept.directory.calendars.get(subject)
    if calendar is None:
        raise NotFound("always open")
    return _hours(subject, calendar)


async def set_hours(call: Call) -> dict[str, Any]:
    wish: Hours = call.body
    subject = _with_hours(call)
    _must_be_zone(wish.tz)
    calendar = {"tz": wish.tz, "hours": dict(wish.hours), "holidays": wish.holidays}
    await call.parts.kept.people.set_hours(subject, calendar)
    return _hours(subject, call.parts.kept.directory.calendars[subject])


async def remove_hours(call: Call) -> dict[str, Any]:
    await call.parts.kept.people.set_hours(_with_hours(call), None)
    return {}


async def installation(call: Call) -> dict[str, Any]:
    settings = call.parts.kept.directory.settings
    return {"per_agent_figures": bool(settings.get("per_agent_figures", False))}


async def change_installation(call: Call) -> dict[str, Any]:
    for name, value in _given(call.body).items():
        await call.parts.kept.people.set_setting(name, value)
    return await installation(call)


def _site(site: Site) -> dict[str, Any]:
    return {
        "id": site.id,
        "name": site.name,
        "key": site.key,
        "origins": list(site.origins),
        "locale": site.locale,
        "tz": site.tz,
        "team": site.team,
        "look": dict(site.look),
        "texts": dict(site.texts),
        "butler": {"name": site.butler},
        "tracking": site.tracking,
        "typing_preview": site.typing_preview,
        "address": site.address,
    }


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
        "disabled": person.disabled,
        "status": presence.status if presence else "offline",
    }


def _hours(subject: str, calendar: Any) -> dict[str, Any]:  # noqa: ANN401  (core.hours.Calendar)
    plain = calendar.to_dict()
    return {"id": subject, **{name: plain[name] for name in ("tz", "hours", "holidays")}}


def _site_of(call: Call) -> Site:
    found = call.parts.kept.directory.sites.get(call.path("id"))
    if found is None:
        raise NotFound("no such site")
    return found


def _team_of(call: Call) -> Team:
    found = call.parts.kept.directory.teams.get(call.path("id"))
    if found is None:
        raise NotFound("no such team")
    return found


def _agent_of(call: Call) -> Person:
    found = call.parts.kept.directory.people.get(call.path("id"))
    if found is None:
        raise NotFound("no such agent")
    return found


def _with_hours(call: Call) -> str:
    subject = call.path("id")
    directory = call.parts.kept.directory
    if subject not in directory.sites and subject not in directory.teams:
        raise NotFound("no such site or team")
    return subject


def _given(body: Struct) -> dict[str, Any]:
    return {name: value for name, value in structs.asdict(body).items() if value is not UNSET}


def _name(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise Invalid("a name has 1 to 200 characters")
    return cleaned


def _origins(origins: list[str]) -> list[str]:
    try:
        return list(dict.fromkeys(normalised(origin) for origin in origins))
    except (ValueError, UnicodeError) as problem:
        raise Invalid(str(problem)) from None


def _must_be_zone(tz: str) -> None:
    if tz not in available_timezones():
        raise Invalid(f"there is no time zone {tz[:64]}")
