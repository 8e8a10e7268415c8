"""Facts as bytes: MessagePack of bare arrays, for a record is read far more often than it is looked at.

The same facts always give the same bytes.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import msgspec

from server.core.facts import rows
from server.core.facts.rows import GRAINS, Facts, Plain

SCHEMA = 5  # another number for other columns: records of another schema must be derived anew

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode
_cursors = rows.getter(rows.Cursors)
_conversation = rows.getter(rows.ConversationFacts)


class Outdated(ValueError):
    """The record was written by a version with other columns."""


def encode(facts: Facts) -> bytes:
    """The whole record, cursors included."""
    grains = [bare(found) for bare, found in zip(_BARE, _grains(facts), strict=True)]
    return _encode([SCHEMA, _conversation(facts.conversation), grains, _cursors(facts.cursors)])


def decode(record: bytes) -> Facts:
    """What `encode` was given. Raises Outdated for a record of another schema."""
    conversation, grains, cursors = _parts(record)
    found = {grain: _made(kind, values) for (grain, kind), values in zip(GRAINS.items(), grains, strict=True)}
    return Facts(rows.ConversationFacts(*conversation), **found, cursors=rows.Cursors(*cursors))


def plain(record: bytes) -> Plain:
    """As `rows.plain`, without making the rows first."""
    conversation, grains, _ = _parts(record)
    found: dict[str, Any] = dict(zip(GRAINS, grains, strict=True))
    found["messages"] = rows.Messages(*found["messages"])
    return conversation, found


def is_of_now(record: bytes) -> bool:
    """Whether this version wrote it, or one with the same columns."""
    return bool(_decode(record)[0] == SCHEMA)


def _bare(kind: type[Any]) -> Callable[[Any], Any]:
    """What makes bare values of a grain's rows; of messages, their columns."""
    if kind is rows.Message:
        return rows.getter(rows.Messages)
    values = rows.getter(kind)
    return lambda found: [values(row) for row in found]


# Looked up once: a record is written with each message.
_BARE = [_bare(kind) for kind in GRAINS.values()]
_grains = attrgetter(*GRAINS)


def _made(kind: type[Any], values: list[Any]) -> Any:  # noqa: ANN401
    return rows.Messages(*values) if kind is rows.Message else [kind(*row) for row in values]


def _parts(record: bytes) -> tuple[list[Any], list[list[Any]], list[Any]]:
    schema, conversation, grains, cursors = _decode(record)
    if schema != SCHEMA:
        raise Outdated("facts were written by another version; run: chat-butler rebuild")
    return conversation, grains, cursors
