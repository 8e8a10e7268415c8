"""Sites: the pages that carry the widget, and how it looks there."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, structs

from server.core import surveys
from server.core.refusals import Invalid, NotFound
from server.core.text import clean
from server.desk.directory import Site
from server.origins import normalised

from ..calls import Call
from ..login import Name
from ..paging import page
from .fields import Id, Zone, given, must_be_zone, name_of
from .topics import Topics, plain, read

Color = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}(?!\n)$")]
Text = Annotated[str, Meta(max_length=500)]
Origin = Annotated[str, Meta(max_length=300)]


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
    """What is given; `look`, `texts` and `topics` are replaced whole.

    `hide`: when the launcher is not shown: never, outside the hours (closed), when nobody takes chats.
    """

    name: Name | UnsetType = UNSET
    origins: Annotated[list[Origin], Meta(max_length=50)] | UnsetType = UNSET
    locale: Literal["en", "it", "de", "pl"] | UnsetType = UNSET
    tz: Zone | UnsetType = UNSET
    team: Id | UnsetType = UNSET
    look: Look | UnsetType = UNSET
    texts: Texts | UnsetType = UNSET
    butler: Butler | UnsetType = UNSET
    tracking: bool | UnsetType = UNSET
    typing_preview: bool | UnsetType = UNSET
    address: Literal["full", "truncated", "none"] | UnsetType = UNSET
    rating: surveys.Look | UnsetType = UNSET
    hide: Literal["never", "closed", "nobody"] | UnsetType = UNSET
    topics: Topics | UnsetType = UNSET


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
    changes = given(call.body)
    if "name" in changes:
        changes["name"] = name_of(changes["name"])
    if "origins" in changes:
        changes["origins"] = _origins(changes["origins"])
    if "tz" in changes:
        must_be_zone(changes["tz"])
    if "team" in changes and changes["team"] not in call.parts.kept.directory.teams:
        raise Invalid("there is no such team")
    if isinstance(call.body.topics, list):
        team = changes.get("team", found.team)
        changes["topics"] = read(call.body.topics, call.parts.kept.directory, team)
    if "look" in changes:
        changes["look"] = structs.asdict(changes["look"])
    if "texts" in changes:
        texts = structs.asdict(changes["texts"])
        changes["texts"] = {name: clean(text) for name, text in texts.items() if text}
    if "butler" in changes:
        changes["butler"] = name_of(changes["butler"].name)
    if not changes:
        return _site(found)
    return _site(await call.parts.kept.people.change_site(found.id, changes))


async def remove_site(call: Call) -> dict[str, Any]:
    await call.parts.kept.people.remove_site(_site_of(call).id)
    return {}


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
        "rating": site.rating,
        "hide": site.hide,
        "topics": [plain(topic) for topic in site.topics],
    }


def _site_of(call: Call) -> Site:
    found = call.parts.kept.directory.sites.get(call.path("id"))
    if found is None:
        raise NotFound("no such site")
    return found


def _origins(origins: list[str]) -> list[str]:
    try:
        return list(dict.fromkeys(normalised(origin) for origin in origins))
    except (ValueError, UnicodeError) as problem:
        raise Invalid(str(problem)) from None
