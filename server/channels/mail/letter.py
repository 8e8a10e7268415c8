"""A letter as a message: headers that the library builds, the same words as text and as HTML."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from server.core.letters import LINK_LIVES, Answer, Letter
from server.core.text import clean_name
from server.desk.outside.alerts import AlertLetter

from .page import page
from .phrases import SPOKEN, language_of

Words = Mapping[str, str]


def message(letter: Letter, sender: str, now: int) -> EmailMessage:
    """`sender`: the address that it comes from; `now` in ms."""
    language = language_of(letter.locale)
    words = SPOKEN[language]
    mail = headed(letter.to, letter.site, sender, words["subject"].format(site=letter.site), now)
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Message-ID"] = message_id(letter.run, sender)
    if letter.earlier:
        earlier = [message_id(run, sender) for run in letter.earlier]
        mail["In-Reply-To"] = earlier[-1]
        mail["References"] = " ".join(earlier)
    how = words["how"].format(date=_until(letter, language, now))
    mail.set_content(_text(letter, words, how))
    mail.add_alternative(page(letter, words, _intro(letter, words), how, language), subtype="html")
    return mail


def trial(to: str, site: str, locale: str | None, sender: str, now: int) -> EmailMessage:
    """What an admin sends to himself to see that mail works."""
    words = SPOKEN[language_of(locale)]
    mail = headed(to, site, sender, words["test.subject"].format(site=site), now)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words["test.text"] + "\n")
    return mail


def alert(letter: AlertLetter, sender: str, now: int) -> EmailMessage:
    """What a supervisor should know: no text of a visitor is in it."""
    words = SPOKEN[language_of(letter.locale)]
    what = _what(letter.alert, words)
    mail = headed(letter.to, "Chat Butler", sender, what, now)
    mail["Auto-Submitted"] = "auto-generated"
    mail["Message-ID"] = message_id(letter.run, sender)
    mail.set_content(
        "\n".join([what, "", f"{words['alert.open']}:", letter.link, "", words["alert.why"], ""])
    )
    return mail


def _what(alert: Mapping[str, Any], words: Words) -> str:
    """Spans of waiting in whole minutes, begun ones counted."""
    unit = {"wait": 60, "sla_warned": 60_000}.get(alert["kind"], 1)
    value = -(-alert["value"] // unit)
    return words[f"alert.{alert['kind']}"].format(
        team=(alert["team"] or {}).get("name") or "–",
        value=f"{value}/{5 if alert['limit'] > 1 else 1}" if alert["kind"] == "low_rating" else value,
        limit=-(-alert["limit"] // unit),
        target=words.get(f"alert.{alert['target']}", ""),
    )


def message_id(run: str, sender: str) -> str:
    """The same for each attempt, so that a receiver knows a repeat."""
    domain = sender.rpartition("@")[2].encode("idna").decode()
    return f"<{hashlib.sha256(run.encode()).hexdigest()[:32]}@{domain}>"


def headed(to: str, site: str, sender: str, subject: str, now: int) -> EmailMessage:
    # The parts of an address are given one by one: nothing in them can begin another one, or another header.
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(sender, _plain(site))
    mail["To"] = _address(to)
    mail["Subject"] = _plain(subject)
    mail["Date"] = format_datetime(datetime.fromtimestamp(now / 1000, UTC))
    return mail


def _plain(text: str) -> str:
    """The library would decode what looks like an encoded word, line breaks and all."""
    return clean_name(text).replace("=?", "= ?")


def _address(address: str, name: str = "") -> Address:
    local, _, domain = address.rpartition("@")
    return Address(name, local, domain)


def _intro(letter: Letter, words: Words) -> str:
    names = {answer.by for answer in letter.answers}
    return words["one"].format(name=names.pop()) if len(names) == 1 else words["several"]


def _until(letter: Letter, language: str, now: int) -> str:
    day = datetime.fromtimestamp((now + LINK_LIVES) / 1000, ZoneInfo(letter.tz)).date()
    return str(format_date(day, format="long", locale=language))


def _text(letter: Letter, words: Words, how: str) -> str:
    asked = [words["question"], _quoted(letter.question), ""] if letter.question else []
    names_differ = len({answer.by for answer in letter.answers}) > 1
    said = [line for answer in letter.answers for line in (*_said(answer, names_differ), "")]
    ways = [f"{words['continue']}:", letter.link, "", how]
    return "\n".join(
        [_intro(letter, words), "", *said, *asked, *ways, "", words["why"].format(site=letter.site), ""]
    )


def _said(answer: Answer, with_name: bool) -> list[str]:
    return [f"{answer.by}:", answer.text] if with_name else [answer.text]


def _quoted(text: str | None) -> str:
    return "\n".join(f"> {line}" for line in (text or "").splitlines())
