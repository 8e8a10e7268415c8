"""What the butler says, in each language that he speaks."""

from dataclasses import dataclass

from babel import Locale
from babel.plural import PluralRule

from . import de, en, it, pl

FALLBACK = "en"
SPOKEN = {"en": en.PHRASES, "it": it.PHRASES, "de": de.PHRASES, "pl": pl.PHRASES}


@dataclass(frozen=True, slots=True)
class Words:
    """One language. Phrases with a number in them have a form for each of its plurals, as `phrase.one`."""

    locale: str
    phrases: dict[str, str]
    plurals: PluralRule

    def __getitem__(self, phrase: str) -> str:
        return self.phrases[phrase]

    def plural(self, phrase: str, number: int) -> str:
        if number == 0:
            return self.phrases[f"{phrase}.none"]
        return self.phrases.get(f"{phrase}.{self.plurals(number)}") or self.phrases[f"{phrase}.other"]


def of(locale: str | None) -> Words:
    """The visitor's language if the butler speaks it ("de-AT" is German), else English."""
    return _WORDS.get((locale or FALLBACK).replace("_", "-").split("-")[0].lower(), _WORDS[FALLBACK])


_WORDS = {name: Words(name, spoken, Locale(name).plural_form) for name, spoken in SPOKEN.items()}
