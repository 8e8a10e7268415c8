"""Copies of frozen values with some fields changed: `dataclasses.replace`, at less than half the cost.

A conversation is copied at every event, and these values check nothing when they are made.
"""

from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")

_set = object.__setattr__


def changed(value: T, changes: dict[str, Any]) -> T:
    """Of a dataclass with slots. A field that does not exist raises AttributeError."""
    kind = type(value)
    copy = kind.__new__(kind)
    for name in _names(kind):
        _set(copy, name, getattr(value, name))
    for name, new in changes.items():
        _set(copy, name, new)
    return copy


def _names(kind: type) -> tuple[str, ...]:
    names = _NAMES.get(kind)
    if names is None:
        names = _NAMES[kind] = tuple(field.name for field in fields(kind))
    return names


_NAMES: dict[type, tuple[str, ...]] = {}
