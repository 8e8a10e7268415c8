"""Facts as bytes: MessagePack of bare arrays, for a record is read far more often than it is looked at.

The same facts always give the same bytes.
"""

from typing import Any

import msgspec

from server.core.facts import rows
from server.core.facts.rows import GRAINS, Facts, Plain

SCHEMA = 1  # another number for other columns: records of another schema must be derived anew

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode
_cursors = rows.getter(rows.Cursors)


class Outdated(ValueError):
    """The record was written by a version with other columns."""


def encode(facts: Facts) -> bytes:
    """The whole record, cursors included."""
    conversation, grains = rows.plain(facts)
    return _encode([SCHEMA, conversation, list(grains.values()), _cursors(facts.cursors)])


def decode(record: bytes) -> Facts:
    """What `encode` was given. Raises Outdated for a record of another schema."""
    conversation, grains, cursors = _parts(record)
    found = {grain: [kind(*values) for values in grains[i]] for i, (grain, kind) in enumerate(GRAINS.items())}
    return Facts(rows.ConversationFacts(*conversation), **found, cursors=rows.Cursors(*cursors))


def plain(record: bytes) -> Plain:
    """As `rows.plain`, without making the rows first."""
    conversation, grains, _ = _parts(record)
    return conversation, dict(zip(GRAINS, grains, strict=True))


def _parts(record: bytes) -> tuple[list[Any], list[list[Any]], list[Any]]:
    schema, conversation, grains, cursors = _decode(record)
    if schema != SCHEMA:
        raise Outdated("facts were written by another version; run: chat-butler rebuild")
    return conversation, grains, cursors
