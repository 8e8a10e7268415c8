"""Which of the rows behind a figure are wanted: those that count, or that a reason leaves out; by pages."""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import urlencode

from .ask import Ask, BadAsk
from .groups import Part, group_of
from .link import pairs_of

Order = Literal["newest", "highest", "lowest"]
Key = tuple[bool | float | int | str, ...]

# Of what kind the parts of a row's place are; by value, whether it is worth no number comes first.
_LATEST = (int, str)
ORDERS: dict[Order, tuple[type, ...]] = {
    "newest": _LATEST,
    "highest": (bool, float, *_LATEST),
    "lowest": (bool, float, *_LATEST),
}


class Place(NamedTuple):
    """The last row of a page: what it is ordered by, and how many alike end with it."""

    order: Order
    key: Key
    alike: int


@dataclass(frozen=True, slots=True)
class Listing:
    """`excluded`: the reason for which the rows do not count (`pending` is one); None: those that do.
    `group`: the values by which a group is known, in the order of `ask.by`; None: all groups.
    `bin`: the part of the figure's `distribution` that they fall into; None: all. `order`: by time or value.
    """

    ask: Ask
    excluded: str | None = None
    group: tuple[Part, ...] | None = None
    bin: str | None = None
    order: Order = "newest"
    after: Place | None = None
    limit: int = 50


def parse(ask: Ask, query: Mapping[str, str] | Iterable[tuple[str, str]], limit: int) -> Listing:
    """`excluded`, `order`, `cursor`, and for each `by` in turn a `group`; an empty one is nobody's.

    Raises BadAsk.
    """
    pairs = list(query.items() if isinstance(query, Mapping) else query)
    one = dict(pairs)
    group = group_of(ask.by, [value for name, value in pairs if name == "group"])
    order = _order(one.get("order"))
    place = _place(one.get("cursor", ""), order)
    return Listing(ask, one.get("excluded") or None, group, _bin(ask, one.get("bin")), order, place, limit)


def cursor_of(place: Place) -> str:
    return urlsafe_b64encode(json.dumps(place).encode()).decode()


def query_of(wanted: Listing) -> str:
    """As `link.query_of`, with what is wanted; from the first page on."""
    more = [("excluded", wanted.excluded)] if wanted.excluded else []
    more += [("group", "" if part is None else str(part)) for part in wanted.group or ()]
    more += [("bin", wanted.bin)] if wanted.bin else []
    more += [("order", wanted.order)] if wanted.order != "newest" else []
    return urlencode([*pairs_of(wanted.ask), *more])


def _bin(ask: Ask, value: str | None) -> str | None:
    if not value:
        return None
    if value not in ask.entry.bins:
        known = ", ".join(ask.entry.bins) or "none"
        raise BadAsk(f"bin: {ask.kpi} has no {value!r} in its distribution; there is: {known}")
    return value


def _order(value: str | None) -> Order:
    for order in ORDERS:
        if order == (value or "newest"):
            return order
    raise BadAsk(f"order: {value!r} is none; there is: {', '.join(ORDERS)}")


def _place(cursor: str, order: Order) -> Place | None:
    if not cursor:
        return None
    try:
        of, key, alike = json.loads(b64decode(cursor.encode(), b"-_", validate=True))
        kinds = tuple(type(part) for part in key)
    except (ValueError, TypeError):
        raise BadAsk("cursor: this is none of ours") from None
    if of != order or kinds != ORDERS[order] or type(alike) is not int:
        raise BadAsk("cursor: this is none of ours, or of another order")
    return Place(order, tuple(key), alike)
