"""What every answer is made of."""

from typing import Generic, Literal, TypeVar

from msgspec import Struct

T = TypeVar("T")
Role = Literal["agent", "supervisor", "admin"]
Presence = Literal["online", "away", "offline"]


class Page(Struct, Generic[T], forbid_unknown_fields=True):
    """`next` is the `cursor` of what follows; null: that was all."""

    items: list[T]
    next: str | None


class Done(Struct, forbid_unknown_fields=True):
    pass


class Named(Struct, forbid_unknown_fields=True):
    id: str
    name: str | None
