"""Whose it is: its own; others read what is shared, and an admin may take that away."""

from typing import Protocol, TypeVar

from server.core.refusals import Forbidden, NotFound
from server.desk.directory import Person

from ..calls import Call


class Owned(Protocol):
    @property
    def owner(self) -> str: ...
    @property
    def shared(self) -> bool: ...


T = TypeVar("T", bound=Owned)


def seen(person: Person, thing: T | None) -> T:
    """What is not his to see is not there: NotFound."""
    if thing is None or not (thing.owner == person.id or thing.shared):
        raise NotFound("no such thing")
    return thing


def owned(person: Person, thing: T | None) -> T:
    """Raises NotFound, or Forbidden for what somebody else shares."""
    found = seen(person, thing)
    if found.owner != person.id:
        raise Forbidden("only whoever made it changes it; you can make one of your own")
    return found


def removable(person: Person, thing: T | None) -> T:
    return seen(person, thing) if person.role == "admin" else owned(person, thing)


class Made(Protocol):
    @property
    def owner(self) -> str: ...


def owner_of(call: Call, thing: Made) -> dict[str, str | None]:
    owner = call.parts.kept.directory.people.get(thing.owner)
    return {"id": thing.owner, "name": owner.name if owner else None}
