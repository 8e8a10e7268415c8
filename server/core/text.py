"""What people type, made safe to keep: the same for both databases, before it is stored or told."""

import ipaddress
import re
import unicodedata
from typing import Literal

LONGEST_TEXT = 10_000
LONGEST_NAME = 200
LONGEST_COMMENT = 2_000

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Controls, zero-width and bidi marks: harmless in a text, a disguise in a name.
_DISGUISES = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_VISIBLE = re.compile("[^\\s\u200b-\u200f\u2060-\u2064\ufeff\u00ad]")
_DIGIT = re.compile(r"\d")
_PHONE_BEGINS = re.compile(r"\+[\d\s\-.()]*$")
_CARD = re.compile(r"(?<![\d+])(?:\d[\s\-.\u2013\u00a0]*){12,18}\d(?!\d)")


def clean(text: str) -> str:
    """Without NUL and lone surrogates, which one database or the other cannot keep; otherwise as typed."""
    if text.isascii() and "\0" not in text:
        # Most texts, at a tenth of the cost.
        return text
    return _UNSTORABLE.sub("", text)


def is_blank(text: str) -> bool:
    """Nothing that a reader would see."""
    return _VISIBLE.search(text) is None


def clean_name(name: str) -> str:
    return " ".join(_DISGUISES.sub("", clean(name)).split())


def mask_cards(text: str) -> str:
    """Payment card numbers keep their last four digits (PCI DSS 3.4.1). Digits of any script count."""
    if len(_DIGIT.findall(text)) < 12:
        return text
    digits = "".join(_ascii_digit(ch) for ch in text)
    for found in _CARD.finditer(digits):
        number = re.sub(r"\D", "", found.group())
        if passes_luhn(number) and not _PHONE_BEGINS.search(digits[: found.start()]):
            text = text[: found.start()] + _masked(digits[found.start() : found.end()]) + text[found.end() :]
    return text


def passes_luhn(number: str) -> bool:
    """The check digit of card numbers (ISO/IEC 7812-1), over 12 to 19 digits that are not all the same."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    total = sum(n - 9 if n > 9 else n for n in doubled)
    return 12 <= len(number) <= 19 and len(set(number)) > 1 and total % 10 == 0


def reduced_address(address: str, mode: Literal["full", "truncated", "none"]) -> str | None:
    """An IP address as it may be kept: whole, its /24 or /48, or not at all."""
    if mode == "none" or not address:
        return None
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if mode == "full":
        return str(ip)
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False).network_address)


def _ascii_digit(ch: str) -> str:
    return str(unicodedata.digit(ch)) if ch.isdigit() and unicodedata.digit(ch, None) is not None else ch


def _masked(digits: str) -> str:
    kept = 0
    masked = []
    for ch in reversed(digits):
        if not ch.isdigit():
            masked.append(ch)
        elif kept < 4:
            masked.append(ch)
            kept += 1
        else:
            masked.append("•")
    return "".join(reversed(masked))
