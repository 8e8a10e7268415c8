"""Events as plain values: JSON objects for the wire and files, body and content for the store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, cast, get_args, get_origin, get_type_hints

from .events import EVENT_TYPES, Choice, Event, Named, Page, Sender
from .events.envelope import CONTENT
from .values import NODEFAULT, astuple, fields

Plain = dict[str, Any]

ENVELOPE = ("conversation", "seq", "at", "by", "id")
_OWN = len(ENVELOPE)  # they come first in every event


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    wire: str
    is_content: bool
    dump: Callable[[Any], Any] | None
    load: Callable[[Any], Any] | None
    default: Any


class Row(NamedTuple):
    """An event as a row of the timeline's table; `body` and `content` are JSON objects."""

    subject_kind: str
    subject: str
    seq: int
    at: int
    type: str
    by_kind: str
    by_id: str | None
    client_id: str | None
    body: Plain
    content: Plain | None


# As one that need not be a Row, which takes as long to make as the event itself.
Bare = tuple[str, str, int, int, str, str, str | None, str | None, Plain, Plain | None]


class UnknownEvent(ValueError):
    """No event has this type, or its fields do not fit."""


def subject_of(event: Event) -> tuple[str, str]:
    """The timeline that it belongs to: ("conversation", id) or ("agent", id)."""
    if event.conversation is not None:
        return "conversation", event.conversation
    return "agent", cast(Named, getattr(event, "agent")).id


def to_wire(event: Event) -> Plain:
    """The timeline's entry as it goes over sockets, REST and files (PROTOCOL: Events)."""
    by = event.by
    wire: Plain = {
        "conversation": event.conversation,
        "seq": event.seq,
        "at": event.at,
        "type": event.type,
        "by": {"kind": by.kind, "id": by.id, "name": by.name},
        "id": event.id,
    }
    if event.conversation is None:
        wire["subject"] = ":".join(subject_of(event))
    for spec in _FIELDS[type(event)]:
        value = getattr(event, spec.name)
        wire[spec.wire] = spec.dump(value) if spec.dump and value is not None else value
    return wire


def from_wire(wire: Mapping[str, Any]) -> Event:
    """Reads what `to_wire` wrote; fields that are missing take their defaults, unknown ones are ignored.

    Raises UnknownEvent for a type that does not exist.
    """
    kind = _kind(wire.get("type"))
    by = wire.get("by") or {}
    values = {
        spec.name: _loaded(spec, wire[spec.wire]) for spec in _FIELDS[kind] if wire.get(spec.wire) is not None
    }
    return kind(
        conversation=wire.get("conversation"),
        seq=int(wire.get("seq", 0)),
        at=int(wire.get("at", 0)),
        by=Sender(by.get("kind", "system"), by.get("id"), by.get("name")),
        id=wire.get("id"),
        **values,
    )


def to_row(event: Event) -> Row:
    """Splits an event into what counts and what people wrote; defaults are left out of both."""
    body: Plain = {}
    content: Plain = {}
    if event.by.name is not None:
        content["by"] = event.by.name
    for spec, value in zip(_FIELDS[type(event)], astuple(event)[_OWN:], strict=True):
        if value is spec.default or value is None or value == spec.default:
            continue
        if isinstance(value, Named):
            body[spec.wire] = value.id
            if value.name is not None:
                content[spec.wire] = value.name
        else:
            (content if spec.is_content else body)[spec.wire] = spec.dump(value) if spec.dump else value
    kind, subject = subject_of(event)
    by = event.by
    envelope = (kind, subject, event.seq, event.at, event.type, by.kind, by.id, event.id)
    return Row(*envelope, body, content or None)


def from_row(row: Bare) -> Event:
    """The event again; where its content was erased, names and texts are empty. Body and content are used up.

    Read by the million: most bodies are empty, and most contents are what the event is made with.
    """
    subject_kind, subject, seq, at, type_, by_kind, by_id, client_id, body, content = row
    kind = EVENT_TYPES.get(type_) or _kind(type_)
    name = content.pop("by", None) if content else None
    values = _counted(kind, body, content or {}) if body else body
    if content:
        written = _written(kind, content)
        values = {**written, **values} if values else written
    return kind(
        conversation=subject if subject_kind == "conversation" else None,
        seq=seq,
        at=at,
        by=Sender(by_kind, by_id, name),  # type: ignore[arg-type]
        id=client_id,
        **values,
    )


def _counted(kind: type[Event], body: Plain, content: Plain) -> Plain:
    if _AS_THEY_ARE[kind].issuperset(body):
        return body
    specs = _BY_WIRE[kind]
    return {
        spec.name: Named(value, content.get(wire)) if spec.load is _named else _loaded(spec, value)
        for wire, value in body.items()
        if (spec := specs.get(wire)) is not None
    }


def _written(kind: type[Event], content: Plain) -> Plain:
    if _WRITTEN_AS_IT_IS[kind].issuperset(content):
        return content
    specs = _BY_WIRE[kind]
    return {
        spec.name: _loaded(spec, value)
        for wire, value in content.items()
        if (spec := specs.get(wire)) is not None and spec.is_content
    }


def _kind(name: object) -> type[Event]:
    kind = EVENT_TYPES.get(name) if isinstance(name, str) else None
    if kind is None:
        raise UnknownEvent(f"no event is called {name!r}")
    return kind


def _loaded(spec: _Field, value: Any) -> Any:  # noqa: ANN401
    return spec.load(value) if spec.load else value


def _named(value: Any) -> Named:  # noqa: ANN401
    return Named(value["id"], value.get("name")) if isinstance(value, Mapping) else Named(str(value))


def _dump_named(value: Named) -> Plain:
    return {"id": value.id, "name": value.name}


def _page(value: Mapping[str, Any]) -> Page:
    return Page(value["url"], value.get("title"), value.get("referrer"))


def _dump_page(value: Page) -> Plain:
    return {"url": value.url, "title": value.title, "referrer": value.referrer}


def _choices(value: list[Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(choice["id"], choice["label"]) for choice in value)


def _dump_choices(value: tuple[Choice, ...]) -> list[Plain]:
    return [{"id": choice.id, "label": choice.label} for choice in value]


def _read_fields(kind: type[Event]) -> tuple[_Field, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        _Field(
            field.name,
            field.name.rstrip("_"),
            get_origin(hints[field.name]) is Annotated and CONTENT in get_args(hints[field.name]),
            *_codec(str(hints[field.name])),
            default=None if field.default is NODEFAULT else field.default,
        )
        for field in fields(kind)
        if field.name not in ENVELOPE
    )


def _codec(hint: str) -> tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None]:
    if "Named" in hint:
        return _dump_named, _named
    if "Page" in hint:
        return _dump_page, _page
    if "Choice" in hint:
        return _dump_choices, _choices
    if "tuple" in hint:
        return list, tuple
    return None, None


_FIELDS = {kind: _read_fields(kind) for kind in EVENT_TYPES.values()}
_BY_WIRE = {kind: {spec.wire: spec for spec in specs} for kind, specs in _FIELDS.items()}
_AS_THEY_ARE = {
    kind: {spec.wire for spec in specs if spec.load is None and spec.name == spec.wire}
    for kind, specs in _FIELDS.items()
}
_WRITTEN_AS_IT_IS = {
    kind: {spec.wire for spec in specs if spec.is_content} & _AS_THEY_ARE[kind]
    for kind, specs in _FIELDS.items()
}
