"""Lists that are short enough to be held whole, given page by page all the same."""

from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from server.core.refusals import Invalid

from .calls import Call

T = TypeVar("T")

PAGE = ("cursor", "limit")
DEFAULT = 50
MOST = 200


def page(
    call: Call, things: Iterable[T], order: Callable[[T], tuple[str, str]], show: Callable[[T], Any]
) -> dict[str, Any]:
    """`order` ends with an id, so that nothing is skipped when something comes or goes meanwhile."""
    limit = call.whole("limit", DEFAULT, 1, MOST)
    after = _place(call.request.query.get("cursor", ""))
    rest = [thing for thing in sorted(things, key=order) if after is None or order(thing) > after]
    following = _cursor(order(rest[limit - 1])) if len(rest) > limit else None
    return {"items": [show(thing) for thing in rest[:limit]], "next": following}


def _cursor(place: tuple[str, str]) -> str:
    return urlsafe_b64encode("\0".join(place).encode()).decode()


def _place(cursor: str) -> tuple[str, str] | None:
    if not cursor:
        return None
    try:
        name, found = b64decode(cursor.encode(), b"-_", validate=True).decode().split("\0")
    except ValueError:
        raise Invalid("this cursor is none of ours") from None
    return name, found
