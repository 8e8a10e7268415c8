"""The butler's languages say the same things."""

from string import Formatter

import pytest
from babel import Locale

from bot import phrases
from bot.times import moment
from tests.cast import DAY, HOUR, NINE

LANGUAGES = sorted(phrases.SPOKEN)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def without_plurals(language: str) -> dict[str, set[str]]:
    """Each phrase with the placeholders of all its forms."""
    found: dict[str, set[str]] = {}
    for key, text in phrases.SPOKEN[language].items():
        stem = ".".join(key.split(".")[:2])
        found[stem] = found.get(stem, set()) | placeholders(text)
    return found


def test_he_speaks_english_german_italian_and_polish() -> None:
    assert LANGUAGES == ["de", "en", "it", "pl"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_phrase_with_the_same_gaps(language: str) -> None:
    assert without_plurals(language) == without_plurals("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_plural_that_it_needs(language: str) -> None:
    forms = {"none", *Locale(language).plural_form.tags, "other"} - {"zero"}
    keys = {key.removeprefix("ack.busy.") for key in phrases.SPOKEN[language] if key.startswith("ack.busy.")}
    # Italian's "many" is for millions, which nobody waits behind.
    assert forms - {"many"} <= keys if language == "it" else forms == keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_shouts_or_stalls(language: str) -> None:
    for text in phrases.SPOKEN[language].values():
        assert "!" not in text and "…" not in text and text == text.strip()


@pytest.mark.parametrize(
    ("locale", "spoken"),
    [
        ("de-AT", "de"),
        ("pl_PL", "pl"),
        ("IT", "it"),
        ("fr", "en"),
        ("", "en"),
        (None, "en"),
        ("x-\u2603", "en"),
    ],
)
def test_a_visitors_language_is_found_or_english_taken(locale: str | None, spoken: str) -> None:
    assert phrases.of(locale).locale == spoken


@pytest.mark.parametrize(
    ("ahead", "part"),
    [(1, "czeka 1 osoba"), (3, "czekają 3 osoby"), (5, "czeka 5 osób"), (22, "czekają 22 osoby")],
)
def test_polish_counts_in_its_own_way(ahead: int, part: str) -> None:
    assert part in phrases.of("pl").plural("ack.busy", ahead).format(ahead=ahead)


@pytest.mark.parametrize(
    ("locale", "day", "far", "zone"),
    [
        ("en", "Tuesday", "Monday 12 January", "Central European Standard Time"),
        ("de", "Dienstag", "Montag, 12. Januar", "Mitteleuropäische Normalzeit"),
        ("it", "martedì", "lunedì 12 gennaio", "Ora standard dell’Europa centrale"),
        ("pl", "wtorek", "poniedziałek 12 stycznia", "czas środkowoeuropejski standardowy"),
    ],
)
def test_a_moment_is_told_as_people_of_the_language_tell_it(
    locale: str, day: str, far: str, zone: str
) -> None:
    near = moment(NINE + DAY, NINE, "Europe/Berlin", locale)
    assert (near.day, near.time, near.zone) == (day, "09:00", zone)
    assert moment(NINE + 7 * DAY, NINE, "Europe/Berlin", locale).day == far


def test_the_zone_decides_which_day_it_is() -> None:
    assert moment(NINE + 16 * HOUR, NINE, "Europe/Berlin", "en").day == "Tuesday"
    assert moment(NINE + 16 * HOUR, NINE, "America/New_York", "en").day == "Monday"
