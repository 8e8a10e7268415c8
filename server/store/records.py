"""Facts as bytes: MessagePack of bare arrays, for a record is read far more often than it is looked at.

The same facts always give the same bytes.
"""

from operator import attrgetter
from typing import Any

import msgspec

from server.core.facts import rows
from server.core.facts.rows import GRAINS, Facts, Plain

SCHEMA = 6  # another number for other columns or meanings: records of another one must be derived anew

# Rows are written as bare arrays by themselves (rows.py); of messages, their columns.
_KINDS = tuple(rows.Messages if kind is rows.Message else list[kind] for kind in GRAINS.values())  # type: ignore[valid-type]
_PARTS = tuple[int, msgspec.Raw, msgspec.Raw, msgspec.Raw]
_encode = msgspec.msgpack.Encoder().encode
# Not decoded any further: another version's parts may be of other kinds.
_parts = msgspec.msgpack.Decoder(_PARTS).decode
_bare = msgspec.msgpack.Decoder().decode
_conversation = msgspec.msgpack.Decoder(rows.ConversationFacts).decode
_rows = msgspec.msgpack.Decoder(tuple[_KINDS]).decode  # type: ignore[valid-type]
_cursors = msgspec.msgpack.Decoder(rows.Cursors).decode
_grains = attrgetter(*GRAINS)


class Outdated(ValueError):
    """The record was written by a version with other columns."""


def encode(facts: Facts) -> bytes:
    """The whole record, cursors included."""
    return _encode((SCHEMA, facts.conversation, _grains(facts), facts.cursors))


def decode(record: bytes) -> Facts:
    """What `encode` was given. Raises Outdated for a record of another schema."""
    schema, conversation, grains, cursors = _parts(record)
    _must_be_ours(schema)
    found = dict(zip(GRAINS, _rows(grains), strict=True))
    return Facts(_conversation(conversation), **found, cursors=_cursors(cursors))


def plain(record: bytes) -> Plain:
    """As `rows.plain`, without making the rows first."""
    schema, conversation, grains, _ = _bare(record)
    _must_be_ours(schema)
    found: dict[str, Any] = dict(zip(GRAINS, grains, strict=True))
    found["messages"] = rows.Messages(*found["messages"])
    return conversation, found


def is_of_now(record: bytes) -> bool:
    """Whether this version wrote it, or one with the same columns."""
    return bool(_parts(record)[0] == SCHEMA)


def _must_be_ours(schema: int) -> None:
    if schema != SCHEMA:
        raise Outdated("facts were written by another version; run: chat-butler rebuild")
