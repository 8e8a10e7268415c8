"""Hands one notice to somebody else's web server."""

import asyncio
import errno
import socket

import aiohttp
from aiohttp.abc import AbstractCookieJar

from server.core.refusals import Invalid
from server.desk.outside.errands import NotSent, Unreachable
from server.desk.outside.hooks import Webhook

from .addresses import is_public, must_be_address, must_be_public
from .signature import HEADER, signature

WITHIN = 10.0  # s, from the first name look-up to the head of the answer

AddrInfo = tuple[int, int, int, str, tuple[object, ...]]


class HttpPost:
    """Satisfies `desk.hooks.Courier`. `to_private`: also into this server's own networks."""

    def __init__(self, to_private: bool = False, within: float = WITHIN) -> None:
        self._to_private = to_private
        self._within = within

    async def checks(self, url: str) -> None:
        host = must_be_address(url)
        if not self._to_private:
            await must_be_public(host)

    async def delivers(self, webhook: Webhook, body: bytes, now: int) -> int:
        """Nothing of the answer is read but its head, so it may be as long as it likes."""
        try:
            must_be_address(webhook.url)
        except Invalid as refusal:
            raise NotSent(refusal.message, for_good=True) from None
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "ChatButler-Webhook/1",
            HEADER: signature(webhook.secret, body, now),
        }
        try:
            async with asyncio.timeout(self._within), self._session() as session:
                asked = session.post(webhook.url, data=body, headers=headers, allow_redirects=False)
                async with asked as answer:
                    status = answer.status
                    answer.close()
        except TimeoutError:
            raise NotSent(f"no answer within {self._within:g} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            raise _reason(problem) from None
        if not 200 <= status < 300:
            raise NotSent(_refused(status), for_good=status == 410)
        return status

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=aiohttp.ThreadedResolver(),
            socket_factory=self._socket,
            force_close=True,
            use_dns_cache=False,
        )
        jar: AbstractCookieJar = aiohttp.DummyCookieJar()
        return aiohttp.ClientSession(
            connector=connector, cookie_jar=jar, trust_env=False, auto_decompress=False, timeout=_NO_OTHER
        )

    def _socket(self, found: AddrInfo) -> socket.socket:
        """Asked with the very address that is connected to next: a name cannot become another in between."""
        family, kind, protocol, _, address = found
        if not self._to_private and not is_public(str(address[0])):
            raise PrivateAddress(errno.EACCES, "in a private network")
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made


class PrivateAddress(OSError):
    """Where nothing may be sent to."""


_NO_OTHER = aiohttp.ClientTimeout(total=None, sock_connect=None)


def _refused(status: int) -> str:
    more = "; redirects are not followed" if 300 <= status < 400 else ""
    return f"it answered {status}{more}"


def _reason(problem: Exception) -> NotSent:
    """In a few words of ours: what a library says may hold the whole address."""
    if "private network" in str(problem):
        return Unreachable("its address is in a private network; see --webhooks-to-private")
    if isinstance(problem, aiohttp.InvalidURL):
        return NotSent("its address is not valid", for_good=True)
    if isinstance(problem, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return Unreachable("its certificate is not valid")
    if isinstance(problem, aiohttp.ClientConnectorDNSError):
        return Unreachable("there is no such host")
    if isinstance(problem, aiohttp.ClientConnectorError):
        return Unreachable("it cannot be reached")
    return NotSent("the connection broke off, or what came back is not HTTP")
