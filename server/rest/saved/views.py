"""Saved views: a page of the reports with its filters, as somebody left it."""

from dataclasses import replace
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from server.core.kpis.asking.saved import BadSaved, View, checked_page
from server.core.refusals import Invalid

from ..calls import Call
from ..login import Name
from ..paging import page
from ..settings.fields import name_of
from ..shapes import Named
from .rights import owned, owner_of, removable, seen

Path = Annotated[str, Meta(min_length=1, max_length=100)]
Query = Annotated[str, Meta(max_length=2_000)]


class NewView(Struct, forbid_unknown_fields=True):
    """`path` of a page, such as `fast` or `figure/frt`; `query`: its filters, as in the console's address."""

    name: Name
    path: Path
    query: Query = ""
    shared: bool = False


class ViewChange(Struct, forbid_unknown_fields=True):
    """What is given."""

    name: Name | UnsetType = UNSET
    path: Path | UnsetType = UNSET
    query: Query | UnsetType = UNSET
    shared: bool | UnsetType = UNSET


class ViewOf(Struct, forbid_unknown_fields=True):
    """`mine`: whoever asks may change it."""

    id: str
    name: str
    owner: Named
    mine: bool
    shared: bool
    path: str
    query: str
    created_at: int


async def views(call: Call) -> dict[str, Any]:
    found = await call.parts.kept.views.shown_to(call.person.id)
    return page(call, found, lambda one: (one.name, one.id), lambda one: _shown(call, one))


async def view(call: Call) -> dict[str, Any]:
    return _shown(call, seen(call.person, await call.parts.kept.views.get(call.path("id"))))


async def add_view(call: Call) -> dict[str, Any]:
    wish: NewView = call.body
    path, query = _page(call, wish.path, wish.query)
    new = View("", call.person.id, name_of(wish.name), wish.shared, path, query)
    return _shown(call, await call.parts.kept.views.add(new))


async def change_view(call: Call) -> dict[str, Any]:
    known = owned(call.person, await call.parts.kept.views.get(call.path("id")))
    wish: ViewChange = call.body
    names = ("name", "path", "query", "shared")
    changes = {name: value for name in names if (value := getattr(wish, name)) is not UNSET}
    if "name" in changes:
        changes["name"] = name_of(changes["name"])
    changed = replace(known, **changes)
    _page(call, changed.path, changed.query)
    return _shown(call, await call.parts.kept.views.change(changed))


async def remove_view(call: Call) -> dict[str, Any]:
    found = removable(call.person, await call.parts.kept.views.get(call.path("id")))
    await call.parts.kept.views.remove(found.id)
    return {}


def _page(call: Call, path: str, query: str) -> tuple[str, str]:
    try:
        return checked_page(path, query, call.parts.clock())
    except BadSaved as problem:
        raise Invalid(str(problem)) from None


def _shown(call: Call, view: View) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "owner": owner_of(call, view),
        "mine": view.owner == call.person.id,
        "shared": view.shared,
        "path": view.path,
        "query": view.query,
        "created_at": view.created_at,
    }
