"""The events as TypeScript types, for the web client."""

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec.structs import fields

from server.core.events import EVENT_TYPES, Choice, Event, Named, Page, Sender, SenderKind
from server.core.wire import ENVELOPE

WIDTH = 110
_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null", Any: "unknown"}
_HEAD = "// Written by ./dev generate from server/core/events.py: what goes over the wire. Change it there.\n"


def types() -> str:
    parts = [f"export type SenderKind = {_either(get_args(SenderKind))};"]
    parts += [_declared(shape.__name__, _fields(shape)) for shape in (Sender, Named, Page, Choice)]
    parts.append(_declared("Envelope", [field for field in _fields(Event) if field[0] in ENVELOPE]))
    events = "\n".join(_event(kind) for kind in EVENT_TYPES.values())
    union = "".join(f"\n  | {kind.__name__}" for kind in EVENT_TYPES.values())
    return "\n".join([_HEAD, *parts[:-1], "", parts[-1], "", events, "", f"export type Event ={union};", ""])


def fields_of(kind: type[Event]) -> list[tuple[str, str]]:
    """Name and type of each field that an event has beside the envelope, as they are on the wire."""
    return [field for field in _fields(kind) if field[0] not in ENVELOPE]


def _event(kind: type[Event]) -> str:
    own = [("type", f'"{kind.type}"'), *fields_of(kind)]
    return _declared(kind.__name__, own, "Envelope & ")


def _declared(name: str, members: list[tuple[str, str]], before: str = "") -> str:
    """On one line if it fits there, as the web client's formatter would have it."""
    inline = "; ".join(f"{member}: {kind}" for member, kind in members)
    line = f"export type {name} = {before}{{ {inline} }};"
    if len(line) <= WIDTH:
        return line
    lines = "".join(f"\n  {member}: {kind};" for member, kind in members)
    return f"export type {name} = {before}{{{lines}\n}};"


def _fields(shape: Any) -> list[tuple[str, str]]:  # noqa: ANN401  (a struct)
    hints = get_type_hints(shape)
    return [(field.name.rstrip("_"), _type(hints[field.name])) for field in fields(shape)]


def _type(hint: Any) -> str:  # noqa: ANN401  (a type hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if hint == SenderKind:
        return "SenderKind"
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _either(inner)
    if origin in (Union, UnionType):
        return " | ".join(_type(one) for one in inner)
    if origin is tuple:
        return f"readonly {_type(inner[0])}[]"
    if origin is dict:
        return f"Record<{_type(inner[0])}, {_type(inner[1])}>"
    return str(hint.__name__)


def _either(values: tuple[str, ...]) -> str:
    return " | ".join(f'"{value}"' for value in values)
