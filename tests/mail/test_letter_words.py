"""Letters in the visitor's language."""

import pytest

from server.channels.mail.letter import message, trial
from server.channels.mail.phrases import SPOKEN, language_of
from server.core.letters import Answer, Letter
from server.rest.link_words import WORDS
from tests.house import Running
from tests.mail.mailbox import Mailbox
from tests.mail.office import MINUTE, SENDER, VERAS, passes, vera_asks

SAID = {
    "en": ("an answer to your question", "Continue the conversation", "December 24, 2026"),
    "de": ("Antwort auf Ihre Frage", "Gespräch fortsetzen", "24. Dezember 2026"),
    "it": ("risposta alla sua domanda", "Continua la conversazione", "24 dicembre 2026"),
    "pl": ("odpowiedź na pytanie", "Wróć do rozmowy", "24 grudnia 2026"),
}
NOW = 1_795_518_000_000  # 2026-11-24 11:00 UTC


def written(locale: str, *answers: Answer) -> Letter:
    said = answers or (Answer("Ada", "Zażółć gęślą jaźń.\nMit Grüßen", NOW),)
    return Letter("letter:c:1", VERAS, "Shop", locale, said, "https://chat.shop.example/c/x")


@pytest.mark.parametrize("language", SAID)
def test_text_and_html_say_the_same_in_each_language(language: str) -> None:
    letter = message(written(f"{language}-XX"), SENDER, NOW)
    subject, button, day = SAID[language]
    assert subject in letter["Subject"]
    for kind in ("plain", "html"):
        body = letter.get_body((kind,))
        assert body is not None
        text = body.get_content()
        assert all(
            words in text for words in (button, day, "Ada", "Zażółć gęślą jaźń.", "Mit Grüßen", "/c/x")
        )
    html = letter.get_body(("html",))
    assert html is not None and f'<html lang="{language}">' in html.get_content()


def test_every_language_says_everything() -> None:
    assert len({frozenset(phrases) for phrases in SPOKEN.values()}) == 1
    assert len({frozenset(words) for words in WORDS.values()}) == 1
    assert set(SPOKEN) == set(WORDS) == set(SAID)


def test_a_language_that_is_not_spoken_is_english() -> None:
    found = [language_of(locale) for locale in ("de-AT", "pl_PL", "fr", None, "")]
    assert found == ["de", "pl", "en", "en", "en"]


def test_of_several_who_answered_each_is_named() -> None:
    letter = message(written("en", Answer("Ada", "One", NOW), Answer("Ben", "Two", NOW)), SENDER, NOW)
    body = letter.get_body(("plain",))
    assert body is not None and "Ada:\nOne" in body.get_content().replace("\r\n", "\n")


def test_the_test_message_is_in_the_admins_language() -> None:
    assert "E-Mail funktioniert" in trial("olga@shop.example", "Shop", "de", SENDER, NOW)["Subject"]


async def test_vera_is_written_to_in_the_language_of_her_browser(office: Running, mailbox: Mailbox) -> None:
    talk = await vera_asks(office, locale="pl-PL")
    await talk.answers("Wyszło wczoraj.")
    await passes(office, 3 * MINUTE)
    letter = await mailbox.gets()
    assert "odpowiedź na pytanie" in letter.message["Subject"] and "Wyszło wczoraj." in letter.text
