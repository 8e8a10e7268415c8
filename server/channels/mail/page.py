"""The HTML of a letter: styles inline, since many readers drop others; nothing is loaded from anywhere."""

import html
import re
from collections.abc import Mapping

from server.core.letters import Answer, Letter

FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"
BRAND = "#0f5e73"

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def page(letter: Letter, words: Mapping[str, str], intro: str, how: str, language: str) -> str:
    brand = letter.brand if letter.brand and _COLOR.fullmatch(letter.brand) else BRAND
    named = len({answer.by for answer in letter.answers}) > 1
    answers = "".join(_answer(answer, named, brand) for answer in letter.answers)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="supported-color-schemes" content="light dark">'
        f"<title>{html.escape(words['subject'].format(site=letter.site))}</title></head>"
        f'<body style="margin:0;padding:24px 16px;{FONT};font-size:16px;line-height:1.5">'
        '<div style="max-width:560px;margin:0 auto">'
        f'<p style="margin:0 0 16px;font-weight:600">{html.escape(letter.site)}</p>'
        f'<p style="margin:0 0 12px">{html.escape(intro)}</p>{answers}{_question(letter, words)}'
        f'<p style="margin:24px 0"><a href="{html.escape(letter.link)}" style="display:inline-block;'
        f"background:{brand};color:{_on(brand)};padding:12px 20px;border-radius:8px;text-decoration:none;"
        f'font-weight:600">{html.escape(words["continue"])}</a></p>'
        f"{small(how)}{small(words['why'].format(site=letter.site))}</div></body></html>"
    )


def _answer(answer: Answer, named: bool, brand: str) -> str:
    by = f'<div style="font-weight:600">{html.escape(answer.by)}</div>' if named else ""
    style = f"border-left:3px solid {brand};padding:2px 0 2px 14px;margin:0 0 16px;overflow-wrap:anywhere"
    return f'<div style="{style}">{by}{_lines(answer.text)}</div>'


def _question(letter: Letter, words: Mapping[str, str]) -> str:
    if not letter.question:
        return ""
    style = "margin:0;padding:0 0 0 14px;border-left:3px solid #9aa7ab;opacity:.8;overflow-wrap:anywhere"
    said = f'<blockquote style="{style}">{_lines(letter.question)}</blockquote>'
    return f'<p style="margin:24px 0 8px;font-size:14px">{html.escape(words["question"])}</p>{said}'


def small(text: str) -> str:
    return f'<p style="margin:0 0 8px;font-size:13px;opacity:.75">{html.escape(text)}</p>'


def _lines(text: str) -> str:
    return "<br>".join(html.escape(line) for line in text.splitlines())


def _on(color: str) -> str:
    """Black or white, whichever reads better on it (WCAG's relative luminance)."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if luminance > 0.179 else "#ffffff"
