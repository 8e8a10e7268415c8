"""The rows behind a figure in an order, page by page."""

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

import polars as pl

from .asking.listing import Listing, Order, Place, cursor_of

Key = tuple[pl.Expr, bool]  # by what, and whether the greatest is first

_AT, _CONVERSATION = pl.col("at").fill_null(0), pl.col("conversation").fill_null("")
_LATEST: Sequence[Key] = ((_AT, True), (_CONVERSATION, False))
_WORTHLESS, _VALUE = pl.col("value").is_null(), pl.col("value").fill_null(0.0)

# What is worth no number comes last both ways; of equal worth the newest is first.
KEYS: dict[Order, Sequence[Key]] = {
    "newest": _LATEST,
    "highest": ((_WORTHLESS, False), (_VALUE, True), *_LATEST),
    "lowest": ((_WORTHLESS, False), (_VALUE, False), *_LATEST),
}


def page_of(rows: pl.DataFrame, wanted: Listing) -> tuple[list[dict[str, Any]], str | None]:
    """A page of these, and the cursor of the next; rows that are alike keep the order in which they are."""
    keys = KEYS[wanted.order]
    down = [is_down for _, is_down in keys]
    ordered = rows.sort([key for key, _ in keys], descending=down, maintain_order=True)
    if wanted.after is not None:
        ordered = _following(ordered, wanted.after, keys)
    page = ordered.head(wanted.limit)
    if ordered.height <= wanted.limit:
        return page.to_dicts(), None
    return page.to_dicts(), cursor_of(_place(page, wanted, keys))


def _following(rows: pl.DataFrame, last: Place, keys: Sequence[Key]) -> pl.DataFrame:
    alike, later = pl.lit(True), pl.lit(False)
    for (key, is_down), value in zip(keys, last.key, strict=True):
        later |= alike & (key < value if is_down else key > value)
        alike &= key == value
    seen = min(last.alike, rows.select(alike.sum()).item())
    return rows.filter(later | alike).slice(seen)


def _place(page: pl.DataFrame, wanted: Listing, keys: Sequence[Key]) -> Place:
    last = page.select(key.alias(str(number)) for number, (key, _) in enumerate(keys)).row(-1)
    same = reduce(and_, (key == value for (key, _), value in zip(keys, last, strict=True)))
    alike, before = page.select(same.sum()).item(), wanted.after
    earlier = before.alike if before is not None and last == before.key else 0
    return Place(wanted.order, last, alike + earlier)
