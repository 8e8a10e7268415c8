"""A real SMTP server that keeps what it gets, and refuses when told to."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

from tests.house import WITHIN

LINK = re.compile(r"http\S+/c/(\S+)")


@dataclass
class Received:
    """`to` is the envelope's; `message` is parsed from the bytes that came."""

    to: list[str]
    message: EmailMessage
    raw: bytes

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")

    @property
    def html(self) -> str:
        part = self.message.get_body(("html",))
        assert part is not None
        return str(part.get_content())

    @property
    def link(self) -> str:
        """The signed part of the link's path."""
        found = LINK.search(self.text)
        assert found is not None
        return found[1]


@dataclass
class Mailbox:
    """`answers`: what it says to the next messages instead of taking them; `offers`: all that were offered;
    `at_an_offer` is called with each, before it is answered.
    """

    port: int = 0
    received: list[Received] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    offers: list[Received] = field(default_factory=list)
    at_an_offer: Callable[[], Awaitable[object]] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return f"550 no such user {address}" if address.startswith("nobody@") else "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        message = BytesParser(policy=policy.default).parsebytes(raw)
        assert isinstance(message, EmailMessage)
        offer = Received([str(one) for one in envelope.rcpt_tos], message, raw)
        self.offers.append(offer)
        self._news.set()
        if self.at_an_offer is not None:
            await self.at_an_offer()
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.received.append(offer)
        self._news.set()
        return answer

    @property
    def offered(self) -> int:
        return len(self.offers)

    async def until(self, so: Callable[[], bool]) -> None:
        async def waiting() -> None:
            while not so():
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(waiting(), WITHIN)

    async def gets(self, number: int = 1) -> Received:
        """The mail of this number, the first is 1; waits for it."""
        await self.until(lambda: len(self.received) >= number)
        return self.received[number - 1]


@asynccontextmanager
async def open_mailbox(port: int = 0, mailbox: Mailbox | None = None) -> AsyncIterator[Mailbox]:
    mailbox = mailbox or Mailbox()
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return SMTP(mailbox, hostname="mail.test", enable_SMTPUTF8=True, loop=loop)

    server = await loop.create_server(session, "127.0.0.1", port)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
