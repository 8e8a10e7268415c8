"""The tables of docs/protocol.md and docs/running.md, read off the code that they describe."""

from collections.abc import Iterable, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from pydantic_core import PydanticUndefined

from server.core import audience, refusals
from server.core.events import EVENT_TYPES, Event
from server.core.refusals import Refusal
from server.rest.openapi import PREFIX
from server.rest.routes import ROUTES
from server.settings import Settings
from server.sockets.answering import Answering

from .typescript import fields_of


def events() -> str:
    rows = [
        [f"`{kind.type}`", _visitors_see(kind), _members(fields_of(kind)), _says(kind)]
        for kind in EVENT_TYPES.values()
    ]
    return _table(["type", "visitors see it", "fields beside the envelope", ""], rows)


def commands(namespace: "Answering[Any]") -> str:
    rows = [[f"`{name}`", _shape(verb.shape)] for name, verb in namespace.verbs.items()]
    return _table(["command", "fields"], rows)


def codes() -> str:
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, Refusal)]
    rows = [[f"`{kind.code}`", str(kind.status)] for kind in kinds if kind is not Refusal]
    return _table(["code", "REST status"], [*rows, ["`internal`", "500"]])


def routes() -> str:
    rows = [
        [f"`{route.method} {PREFIX}{route.path}`", route.who, _asks(route.query), route.summary]
        for route in ROUTES
    ]
    return _table(["route", "who", "query", ""], rows)


def settings() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, PydanticUndefined) else f"`{_plain(field.default)}`"
        rows.append([f"`CHAT_BUTLER_{name.upper()}`", default, field.description or ""])
    return _table(["variable", "default", "what it is"], rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _visitors_see(kind: type[Event]) -> str:
    if kind not in audience.VISITORS_SEE:
        return ""
    hidden = audience.KEPT_FROM_VISITORS.get(kind, ())
    notes = ", no notes" if kind.type == "message.sent" else ""
    return f"yes{notes}" + (f", without {', '.join(hidden)}" if hidden else "")


def _members(members: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"`{name}: {kind}`" for name, kind in members)


def _says(kind: type[Event]) -> str:
    """Its docstring, unless a dataclass made it up."""
    text = kind.__doc__ or ""
    return "" if text.startswith(f"{kind.__name__}(") else " ".join(text.split())


def _asks(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _shape(shape: Any) -> str:  # noqa: ANN401  (a struct, or a dict of scalars)
    if not (isinstance(shape, type) and issubclass(shape, msgspec.Struct)):
        return f"`{_kind(shape)}`"
    return _members(
        (field.encode_name if field.required else f"{field.encode_name}?", _kind(field.type))
        for field in msgspec.structs.fields(shape)
    )


def _kind(hint: Any) -> str:  # noqa: ANN401  (a type hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _kind(inner[0])
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in inner)
    if origin in (Union, UnionType):
        return " | ".join(_kind(one) for one in inner if one not in (NoneType, msgspec.UnsetType))
    if origin is list:
        return f"{_kind(inner[0])}[]"
    if origin is dict:
        return f"{{{_kind(inner[0])}: {_kind(inner[1])}}}"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return "{" + ", ".join(field.encode_name for field in msgspec.structs.fields(hint)) + "}"
    return {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}[hint.__name__]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
