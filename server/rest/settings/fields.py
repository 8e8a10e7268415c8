"""Fields that several resources take, and how they are read."""

from typing import Annotated, Any
from zoneinfo import available_timezones

from msgspec import UNSET, Meta, Struct, structs

from server.core.refusals import Invalid
from server.core.text import clean_name

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Zone = Annotated[str, Meta(max_length=64)]


def given(body: Struct) -> dict[str, Any]:
    return {name: value for name, value in structs.asdict(body).items() if value is not UNSET}


def name_of(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise Invalid("a name has 1 to 200 characters")
    return cleaned


def must_be_zone(tz: str) -> None:
    if tz not in available_timezones():
        raise Invalid(f"there is no time zone {tz[:64]}")
