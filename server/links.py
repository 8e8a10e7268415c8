"""Links in letters: signed with the site's secret, for one conversation and one address, for a time."""

import hashlib
from collections.abc import Mapping

from itsdangerous import BadSignature, Signer

from server.desk.directory import Site
from server.desk.outside.errands import Link, fingerprint

# Visitors' own tokens have no dots: the two cannot be taken for each other.
_DOT = "."
_PARTS = 4


def signed(site: Site, conversation: str, address: str, expires: int) -> str:
    """The last part of the link's path; `expires` in ms."""
    text = _DOT.join((site.id, conversation, fingerprint(address), str(expires // 1000)))
    return _signer(site).sign(text).decode()


def opened(sites: Mapping[str, Site], text: str | None, now: int) -> Link | None:
    """What it is for; None: it is none of ours, or its time is over."""
    if text is None or not text.isascii() or text.count(_DOT) != _PARTS:
        return None
    site = sites.get(text.partition(_DOT)[0])
    if site is None or not site.secret:
        return None
    try:
        _, conversation, address, expires = _signer(site).unsign(text).decode().split(_DOT)
    except (BadSignature, ValueError):
        return None
    return Link(site, conversation, address, text) if int(expires) * 1000 > now else None


def _signer(site: Site) -> Signer:
    return Signer(site.secret, salt="letter", sep=_DOT, key_derivation="hmac", digest_method=hashlib.sha256)


def leaving(key: str, schedule: str, address: str) -> str:
    """The last part of the link by which this address gets a report no more. It does not expire."""
    return _leaving(key).sign(_DOT.join((schedule, fingerprint(address)))).decode()


def left(key: str, text: str) -> tuple[str, str] | None:
    """Which report, and the fingerprint of whose address; None: it is none of ours."""
    if not text.isascii() or text.count(_DOT) != 2:
        return None
    try:
        schedule, _, address = _leaving(key).unsign(text).decode().partition(_DOT)
    except BadSignature:
        return None
    return schedule, address


def _leaving(key: str) -> Signer:
    return Signer(key, salt="leave", sep=_DOT, key_derivation="hmac", digest_method=hashlib.sha256)
