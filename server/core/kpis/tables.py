"""Facts as frames: a column a field, and on every row what is asked of its conversation."""

from collections.abc import Iterable, Mapping
from types import UnionType
from typing import Any, get_args, get_type_hints

import polars as pl

from server.core.facts.rows import GRAINS, ConversationFacts, Facts, Plain, plain

from .words import why_out

Frames = Mapping[str, pl.LazyFrame]
Tables = dict[str, pl.DataFrame]
Schema = dict[str, Any]

KEPT = ("turns", "resolutions", "handling", "ratings", "messages")
SHARED = (
    "conversation",
    "visitor",
    "site",
    "team",
    "channel",
    "mode",
    "tags",
    "out",
    "entered_at",
    "started_at",
    "wrote_at",
    "replied_at",
    "ended_at",
    "owner",
)
_POLARS: dict[type, Any] = {int: pl.Int64, str: pl.String, bool: pl.Boolean}


def _schema(kind: type[Any]) -> Schema:
    return {name: _POLARS[_plain_type(hint)] for name, hint in get_type_hints(kind).items()}


def _plain_type(hint: Any) -> type:  # noqa: ANN401  (a type or a union with None)
    return get_args(hint)[0] if isinstance(hint, UnionType) else hint  # type: ignore[no-any-return]


_SCHEMAS = {grain: {"conversation": pl.String, **_schema(GRAINS[grain])} for grain in KEPT}
_CONVERSATION: Schema = {
    **{("conversation" if name == "id" else name): kind for name, kind in _schema(ConversationFacts).items()},
    "waiting_since": pl.Int64,
    "tags": pl.List(pl.String),
}
_CLOSED = list(_schema(GRAINS["turns"])).index("closed_at")
_OPENED = list(_schema(GRAINS["turns"])).index("opened_at")
_TAG, _UNTIL = (list(_schema(GRAINS["tags"])).index(name) for name in ("tag", "until"))


def tables_of(records: Iterable[Plain]) -> Tables:
    """Conversations' records (of `rows.plain`, in any order) as tables: conversations, each grain, shares.

    Messages are many: what is asked of their conversations is joined when they are asked for.
    """
    conversations: list[Any] = []
    children: dict[str, list[Any]] = {grain: [] for grain in KEPT}
    for values, grains in records:
        conversations.append((*values, _waiting_since(grains), _tags(grains)))
        for grain, rows in children.items():
            rows.extend((values[0], *row) for row in grains[grain])
    whole = pl.DataFrame(conversations, schema=_CONVERSATION, orient="row")
    whole = whole.with_columns(why_out(), owner=pl.col("assignee"))
    shared = whole.select(SHARED)
    found = {"conversations": whole}
    for grain, rows in children.items():
        frame = pl.DataFrame(rows, schema=_SCHEMAS[grain], orient="row")
        if grain != "messages":
            frame = frame.join(shared, on="conversation", how="left", maintain_order="left")
        found[grain] = frame
    found["messages"] = found["messages"].with_columns(one=pl.lit(1, pl.Int64))
    found["shares"] = _shares(found.pop("handling"))
    return found


def lazy(tables: Tables) -> Frames:
    return {grain: table.lazy() for grain, table in tables.items()}


def frames_of_facts(facts: Iterable[Facts]) -> Frames:
    return lazy(tables_of(plain(one) for one in facts))


def rows_of(frames: Frames, grain: str) -> pl.LazyFrame:
    """A grain's rows, each with what is asked of its conversation."""
    if grain != "messages":
        return frames[grain]
    shared = frames["conversations"].select(SHARED)
    return frames[grain].join(shared, on="conversation", how="left", maintain_order="left")


def _waiting_since(grains: Mapping[str, list[Any]]) -> int | None:
    """Since when the visitor has waited for an answer; None: it is his turn, or it is over."""
    turns = grains["turns"]
    return turns[-1][_OPENED] if turns and turns[-1][_CLOSED] is None else None


def _tags(grains: Mapping[str, list[Any]]) -> list[str]:
    return sorted(spell[_TAG] for spell in grains["tags"] if spell[_UNTIL] is None)


def _shares(handling: pl.DataFrame) -> pl.DataFrame:
    """Each agent's own part of each conversation; an interval that still lasts is not in it."""
    spent = (pl.col("to_at") - pl.col("from_at")).fill_null(0) + pl.col("wrapup")
    return handling.group_by("conversation", "agent", maintain_order=True).agg(
        spent.sum().alias("handled"),
        *(pl.col(name).first() for name in SHARED if name != "conversation"),
    )
