"""Which mail server, and how: smtp://user:password@host:port?tls=starttls."""

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

Tls = Literal["starttls", "implicit", "none"]

_PORTS: dict[Tls, int] = {"starttls": 587, "implicit": 465, "none": 25}
_HOST = re.compile(r"[A-Za-z0-9_.:-]{1,253}")
_SHAPE = "smtp://user:password@host:587?tls=starttls (or tls=implicit, tls=none)"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """`tls`: starttls is insisted on, implicit is from the first byte on, none is in the clear."""

    host: str
    port: int
    tls: Tls = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def is_in_the_clear(self) -> bool:
        return self.tls == "none" and self.host not in ("localhost", "127.0.0.1", "::1")


def smtp_server(url: str) -> SmtpServer:
    """Raises ValueError, whose message holds nothing of the URL: there is a password in it."""
    try:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        port = parts.port
    except ValueError:
        raise ValueError(f"must look like {_SHAPE}") from None
    tls = _tls(query.pop("tls", "starttls"))
    is_plain = parts.scheme == "smtp" and not query and not parts.fragment and parts.path in ("", "/")
    if tls is None or not is_plain or not _HOST.fullmatch(parts.hostname or "") or port == 0:
        raise ValueError(f"must look like {_SHAPE}")
    return SmtpServer(
        parts.hostname or "", port or _PORTS[tls], tls, _plain(parts.username), _plain(parts.password)
    )


def _tls(word: str) -> Tls | None:
    return next((tls for tls in _PORTS if tls == word), None)


def _plain(quoted: str | None) -> str | None:
    return unquote(quoted) if quoted else None
