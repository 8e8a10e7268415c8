"""Webhooks: where other people's programs are told what happens."""

from typing import Annotated, Any

import orjson
from msgspec import UNSET, Meta, Struct, UnsetType

from server.core.refusals import NotFound
from server.desk.outside.errands import NotSent
from server.desk.outside.hooks import Kind, Webhook

from ..calls import Call
from ..paging import page
from .fields import given

Url = Annotated[str, Meta(min_length=1, max_length=1_000)]
Kinds = Annotated[list[Kind], Meta(min_length=1, max_length=20)]


class NewWebhook(Struct, forbid_unknown_fields=True):
    url: Url
    kinds: Kinds


class WebhookChange(Struct, forbid_unknown_fields=True):
    """What is given. `new_secret`: the old one signs nothing any more, and the answer shows the new one."""

    url: Url | UnsetType = UNSET
    kinds: Kinds | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    new_secret: bool = False


class WebhookOf(Struct, forbid_unknown_fields=True):
    """`told_at`: when it last took something, to the minute, 0: never; `last_error`: why the last attempt
    failed; `disabled` also by itself, once something was given up. `secret`: only when it is new.
    """

    id: str
    url: str
    kinds: list[Kind]
    disabled: bool
    created_at: int
    told_at: int
    last_error: str | None
    secret: str | None


class Outcome(Struct, forbid_unknown_fields=True):
    """`status`: the receiver's, when it has taken it; else `problem` says why not."""

    status: int | None
    problem: str | None


async def webhooks(call: Call) -> dict[str, Any]:
    found = await call.parts.kept.webhooks.shown()
    return page(call, found, lambda one: (str(one.created_at).zfill(16), one.id), _shown)


async def webhook(call: Call) -> dict[str, Any]:
    wanted = _webhook_of(call).id
    return next(_shown(one) for one in await call.parts.kept.webhooks.shown() if one.id == wanted)


async def add_webhook(call: Call) -> dict[str, Any]:
    wish: NewWebhook = call.body
    await call.parts.courier.checks(wish.url)
    made = await call.parts.kept.webhooks.add(wish.url, sorted(set(wish.kinds)))
    return {**_shown(made), "secret": made.secret}


async def change_webhook(call: Call) -> dict[str, Any]:
    found = _webhook_of(call)
    changes = given(call.body)
    new_secret = changes.pop("new_secret")
    if "url" in changes:
        await call.parts.courier.checks(changes["url"])
    if "kinds" in changes:
        changes["kinds"] = sorted(set(changes["kinds"]))
    changed = await call.parts.kept.webhooks.change(found.id, changes, new_secret)
    return {**_shown(changed), "secret": changed.secret if new_secret else None}


async def remove_webhook(call: Call) -> dict[str, Any]:
    await call.parts.kept.webhooks.remove(_webhook_of(call).id)
    return {}


async def try_webhook(call: Call) -> dict[str, Any]:
    """At once and once; nothing of it is kept."""
    found, now = _webhook_of(call), call.parts.clock()
    body = orjson.dumps({"id": f"test:{now}", "kind": "test", "at": now, "data": {}})
    try:
        status = await call.parts.courier.delivers(found, body, now)
    except NotSent as problem:
        return {"status": None, "problem": str(problem)}
    return {"status": status, "problem": None}


def _webhook_of(call: Call) -> Webhook:
    found = call.parts.kept.directory.webhooks.get(call.path("id"))
    if found is None:
        raise NotFound("no such webhook")
    return found


def _shown(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "url": webhook.url,
        "kinds": list(webhook.kinds),
        "disabled": webhook.disabled,
        "created_at": webhook.created_at,
        "told_at": webhook.told_at,
        "last_error": webhook.last_error,
        "secret": None,
    }
