"""Where may be sent to, so that nobody reaches through this server what only this server can reach (SSRF)."""

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from server.core.refusals import Invalid

LONGEST = 1_000  # characters
RESOLVED_WITHIN = 5.0  # s


def is_public(address: str) -> bool:
    """Of the open internet. Forms of IPv6 that carry another address (mapped, 6to4, NAT64 …) are not: where
    they lead depends on the network that this server is in.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip.sixtofour or ip.scope_id):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def must_be_address(url: str) -> str:
    """Of a web server, without a user in it; gives its host. Raises Invalid."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Invalid("url: this is no address") from None
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        raise Invalid("url must begin with https:// or http:// and name a host")
    if "@" in parts.netloc or parts.fragment or "\\" in url or len(url) > LONGEST:
        raise Invalid(f"url: no user, no fragment, at most {LONGEST} characters")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise Invalid("url: ASCII without spaces; see Punycode and percent-encoding")
    return parts.hostname


async def must_be_public(host: str) -> None:
    """Whatever its name stands for. Raises Invalid. It may stand for something else later: see post.py."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVED_WITHIN):
            found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Invalid("url: there is no such host") from None
    if not all(is_public(str(address[0])) for *_, address in found):
        raise Invalid("url: this host is in a private network; see --webhooks-to-private")
