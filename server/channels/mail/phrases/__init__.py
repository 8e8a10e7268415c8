"""What letters say around the answers, in each language that they are written in."""

from . import de, en, it, pl

SPOKEN = {"en": en.PHRASES, "de": de.PHRASES, "it": it.PHRASES, "pl": pl.PHRASES}
FALLBACK = "en"


def language_of(*locales: str | None) -> str:
    """The first that is spoken here ("de-AT" is German), else English."""
    short = [locale.replace("_", "-").split("-")[0].lower() for locale in locales if locale]
    return next((language for language in short if language in SPOKEN), FALLBACK)
