"""Which of the rows behind a figure are wanted: those that count, or that a reason leaves out; by pages."""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from .ask import Ask, BadAsk
from .groups import Part, group_of
from .link import pairs_of


class Place(NamedTuple):
    """The last row of a page: its instant, its conversation, and how many of both alike end with it."""

    at: int
    conversation: str
    alike: int


@dataclass(frozen=True, slots=True)
class Listing:
    """`excluded`: the reason for which the rows do not count (`pending` is one); None: those that do.
    `group`: the values by which a group is known, in the order of `ask.by`; None: all groups.
    `bin`: the part of the figure's `distribution` that they fall into; None: all.
    """

    ask: Ask
    excluded: str | None = None
    group: tuple[Part, ...] | None = None
    bin: str | None = None
    after: Place | None = None
    limit: int = 50


def parse(ask: Ask, query: Mapping[str, str] | Iterable[tuple[str, str]], limit: int) -> Listing:
    """`excluded`, `cursor`, and a `group` for each `by`, in the same order; an empty one is nobody's.

    Raises BadAsk.
    """
    pairs = list(query.items() if isinstance(query, Mapping) else query)
    one = dict(pairs)
    group = group_of(ask.by, [value for name, value in pairs if name == "group"])
    place = _place(one.get("cursor", ""))
    return Listing(ask, one.get("excluded") or None, group, _bin(ask, one.get("bin")), place, limit)


def cursor_of(place: Place) -> str:
    return urlsafe_b64encode(json.dumps(place).encode()).decode()


def query_of(wanted: Listing) -> str:
    """As `link.query_of`, with what is wanted; from the first page on."""
    more = [("excluded", wanted.excluded)] if wanted.excluded else []
    more += [("group", "" if part is None else str(part)) for part in wanted.group or ()]
    more += [("bin", wanted.bin)] if wanted.bin else []
    return urlencode([*pairs_of(wanted.ask), *more])


def _bin(ask: Ask, value: str | None) -> str | None:
    if not value:
        return None
    if value not in ask.entry.bins:
        known = ", ".join(ask.entry.bins) or "none"
        raise BadAsk(f"bin: {ask.kpi} has no {value!r} in its distribution; there is: {known}")
    return value


def _place(cursor: str) -> Place | None:
    if not cursor:
        return None
    try:
        at, conversation, alike = json.loads(b64decode(cursor.encode(), b"-_", validate=True))
    except (ValueError, TypeError):
        raise BadAsk("cursor: this is none of ours") from None
    if not (isinstance(at, int) and isinstance(conversation, str) and isinstance(alike, int)):
        raise BadAsk("cursor: this is none of ours")
    return Place(at, conversation, alike)
