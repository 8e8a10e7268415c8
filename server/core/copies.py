"""Copies of frozen values with some fields changed: `dataclasses.replace`, at a fraction of the cost.

A conversation is copied at every event, and these values check nothing when they are made. So a function is
written for each kind that copies its slots one after the other, as dataclasses themselves write `__init__`.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")

_set = object.__setattr__


def changed(value: T, changes: dict[str, Any]) -> T:
    """Of a dataclass with slots. A field that does not exist raises AttributeError."""
    kind = type(value)
    copied = _COPIES.get(kind) or _copies(kind)
    copy: T = copied(value)
    for name, new in changes.items():
        _set(copy, name, new)
    return copy


def _copies(kind: type) -> Callable[[Any], Any]:
    names = [field.name for field in fields(kind)]
    lines = [f"    set_{name}(copy, value.{name})" for name in names]
    source = "\n".join(["def copied(value):", "    copy = new(kind)", *lines, "    return copy"])
    scope: dict[str, Any] = {f"set_{name}": getattr(kind, name).__set__ for name in names}
    scope |= {"new": kind.__new__, "kind": kind}
    exec(source, scope)  # noqa: S102  (its only input are the names of our own fields)
    made: Callable[[Any], Any] = scope["copied"]
    _COPIES[kind] = made
    return made


_COPIES: dict[type, Callable[[Any], Any]] = {}
