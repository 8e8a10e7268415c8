"""Where a connection comes from: the page's origin, and the address."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from server.core.refusals import Forbidden

_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|[0-9a-f:.]+:[0-9a-f:.]*")


def normalised(origin: str) -> str:
    """scheme://host[:port] as browsers send it. Raises ValueError for anything that is more or less."""
    parts = urlsplit(origin.strip().rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ValueError(f"{origin!r} is not an origin, such as https://shop.example")
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        raise ValueError(f"{origin!r} is not an origin, such as https://shop.example")
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}[parts.scheme] else ""
    return f"{parts.scheme}://{host}{port}"


def network(address: str) -> str:
    """Whoever has one IPv6 address has at least the /64 that it is in."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)


@dataclass(frozen=True, slots=True)
class Origins:
    """`public`: our own origin as people see it, if set; `trusted_hops`: how many proxies before us are ours,
    whose word on address and scheme is believed.
    """

    public: str | None = None
    trusted_hops: int = 0

    def must_be_one_of(self, environ: dict[str, Any], origins: Collection[str]) -> None:
        """Raises Forbidden for a page of another origin than these or ours. No Origin: no browser."""
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None and origin not in origins and origin not in self._own(environ):
            raise Forbidden("this page may not connect")

    def address_of(self, environ: dict[str, Any]) -> str:
        request = environ["aiohttp.request"]
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if self.trusted_hops and len(hops) >= self.trusted_hops:
            return str(hops[-self.trusted_hops])
        return str(request.remote or "")

    def network_of(self, environ: dict[str, Any]) -> str:
        """What is counted as one address."""
        return network(self.address_of(environ))

    def _own(self, environ: dict[str, Any]) -> set[str]:
        host = environ.get("HTTP_HOST", "")
        own = {f"{environ['aiohttp.request'].scheme}://{host}"}
        if self.public:
            own.add(self.public)
        if self.trusted_hops:
            own.add(f"https://{host}")
        return own
