"""Public holidays of countries and regions, by the library `holidays`.

They are looked up when hours are saved, and kept with them. The library is large: it is imported when
somebody asks, and beside the event loop.
"""

import asyncio
import warnings
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from server.core.refusals import Invalid

from ..calls import Call

AHEAD = 10  # years after this one


class Region(Struct, forbid_unknown_fields=True):
    code: str
    name: str


class Country(Struct, forbid_unknown_fields=True):
    """`code` by ISO 3166-1; `subdivisions` have holidays of their own, mostly by ISO 3166-2."""

    code: str
    subdivisions: list[Region]


class Countries(Struct, forbid_unknown_fields=True):
    items: list[Country]


async def countries(_: Call) -> dict[str, Any]:
    return {"items": await asyncio.to_thread(_countries)}


async def dates_of(country: str, subdivision: str | None, language: str | None, year: int) -> dict[str, str]:
    """Names by date, from the year before `year` to ten after it. Raises Invalid for what is not known."""
    return dict(await asyncio.to_thread(_dates, country, subdivision, language, year))


@lru_cache(maxsize=64)
def _dates(
    country: str, subdivision: str | None, language: str | None, year: int
) -> tuple[tuple[str, str], ...]:
    import holidays

    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        raise Invalid(
            f"holidays_of: no holidays are known of the country {country[:8]!r}; write one such as DE"
        )
    if subdivision is not None and subdivision not in known[country]:
        raise Invalid(f"holidays_of: {country} has no region {subdivision[:64]!r} with holidays of its own")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of some countries fewer years are known
        found = holidays.country_holidays(
            country,
            subdiv=subdivision,
            years=range(year - 1, year + AHEAD + 1),
            language=_spoken(holidays.country_holidays(country), language),
        )
    return tuple((day.isoformat(), name) for day, name in sorted(found.items()))


def _spoken(country: Any, wanted: str | None) -> str | None:  # noqa: ANN401  (holidays.HolidayBase)
    """The names' language: as wanted, else English, else the country's own."""
    if wanted is None:
        return None
    spoken = country.supported_languages
    own = [language for language in spoken if language.split("_")[0] == wanted]
    return own[0] if own else "en_US" if "en_US" in spoken else None


@cache
def _countries() -> list[dict[str, Any]]:
    import holidays

    known = holidays.list_supported_countries(include_aliases=False)
    return [{"code": code, "subdivisions": _regions(code, parts)} for code, parts in sorted(known.items())]


def _regions(country: str, codes: list[str]) -> list[dict[str, str]]:
    import holidays

    names: dict[str, str] = {}
    for name, code in holidays.country_holidays(country).subdivisions_aliases.items() if codes else ():
        names.setdefault(code, name)
    found = [{"code": code, "name": names.get(code, code)} for code in codes]
    return sorted(found, key=lambda region: region["name"])
