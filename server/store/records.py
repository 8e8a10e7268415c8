"""Facts as bytes: MessagePack of bare arrays, for a record is read far more often than it is looked at.

The same facts always give the same bytes.
"""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

import msgspec

from server.core.facts import rows
from server.core.facts.rows import Facts

GRAINS: dict[str, type[Any]] = {
    "turns": rows.Turn,
    "resolutions": rows.Resolution,
    "handling": rows.Handling,
    "ratings": rows.Rating,
    "absences": rows.Absence,
    "tags": rows.TagSpell,
    "messages": rows.Message,
    "presence": rows.PresenceSpell,
}
SCHEMA = 1  # another number for other columns: records of another schema must be derived anew

Values = list[Any]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


class Outdated(ValueError):
    """The record was written by a version with other columns."""


def encode(facts: Facts) -> bytes:
    """The whole record, cursors included."""
    grains = [[_VALUES[grain](row) for row in getattr(facts, grain)] for grain in GRAINS]
    return _encode([SCHEMA, _CONVERSATION(facts.conversation), grains, _CURSORS(facts.cursors)])


def decode(record: bytes) -> Facts:
    """What `encode` was given. Raises Outdated for a record of another schema."""
    conversation, grains, cursors = _parts(record)
    found = {grain: [kind(*values) for values in grains[i]] for i, (grain, kind) in enumerate(GRAINS.items())}
    return Facts(rows.ConversationFacts(*conversation), **found, cursors=rows.Cursors(*cursors))


def values(record: bytes) -> tuple[Values, dict[str, list[Values]]]:
    """The conversation's columns, and each grain's rows, as bare values in the order of their fields."""
    conversation, grains, _ = _parts(record)
    return conversation, dict(zip(GRAINS, grains, strict=True))


def _parts(record: bytes) -> tuple[Values, list[list[Values]], Values]:
    schema, conversation, grains, cursors = _decode(record)
    if schema != SCHEMA:
        raise Outdated("facts were written by another version; run: chat-butler rebuild")
    return conversation, grains, cursors


def _getter(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(kind)))


_VALUES = {grain: _getter(kind) for grain, kind in GRAINS.items()}
_CONVERSATION = _getter(rows.ConversationFacts)
_CURSORS = _getter(rows.Cursors)
