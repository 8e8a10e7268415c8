"""Hands messages to the mail server."""

import asyncio
import re
from email.message import EmailMessage

import aiosmtplib
from aiosmtplib import errors

from server.core.letters import Letter
from server.desk.outside.alerts import AlertLetter
from server.desk.outside.errands import NotSent, Unreachable
from server.desk.outside.reports import ReportLetter
from server.smtp_url import SmtpServer

from . import letter as letter_
from . import report as report_

WITHIN = 30.0  # s, for the way there; as much again for the message. Both stay below a claim.
TRIAL_WITHIN = 2.5  # s, each way

_ADDRESS = re.compile(r"[^\s<>@,;:]+@[^\s<>@,;:]+")


class Post:
    """`sender`: the address that everything comes from."""

    def __init__(self, server: SmtpServer, sender: str, within: float = WITHIN) -> None:
        self.server = server
        self.sender = sender
        self._within = within

    async def opens(self) -> "Counter":
        """A connection that is ready to take messages. Raises Unreachable."""
        server = self.server
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "implicit",
            start_tls=server.tls == "starttls",
            timeout=self._within,
        )
        try:
            async with asyncio.timeout(self._within):
                await smtp.connect()
        except (errors.SMTPException, OSError, ValueError) as problem:
            smtp.close()
            raise Unreachable(_reason(problem)) from None
        return Counter(smtp, self.sender, self._within)

    async def sends_trial(self, to: str, site: str, locale: str | None, now: int) -> None:
        """Raises NotSent, in time for somebody who waits for the answer."""
        trial = letter_.trial(to, site, locale, self.sender, now)
        post = Post(self.server, self.sender, TRIAL_WITHIN)
        counter = await post.opens()
        try:
            await counter.takes(trial, to)
        finally:
            await counter.closes()


class Counter:
    """Where messages are taken, one after the other."""

    def __init__(self, smtp: aiosmtplib.SMTP, sender: str, within: float) -> None:
        self._smtp = smtp
        self._sender = sender
        self._within = within

    async def sends(self, letter: Letter, now: int) -> None:
        """Raises NotSent; after anything but a refusal it may have gone out all the same."""
        await self.takes(letter_.message(letter, self._sender, now), letter.to)

    async def warns(self, letter: AlertLetter, now: int) -> None:
        """Raises NotSent."""
        await self.takes(letter_.alert(letter, self._sender, now), letter.to)

    async def reports(self, letter: ReportLetter, now: int) -> None:
        """Raises NotSent."""
        await self.takes(report_.report(letter, self._sender, now), letter.to)

    async def takes(self, message: EmailMessage, to: str) -> None:
        try:
            async with asyncio.timeout(self._within):
                await self._smtp.send_message(message, sender=self._sender, recipients=[to])
        except (errors.SMTPException, OSError, ValueError) as problem:
            raise NotSent(_reason(problem), for_good=_is_for_good(problem)) from None

    @property
    def is_open(self) -> bool:
        return self._smtp.is_connected

    async def closes(self) -> None:
        try:
            async with asyncio.timeout(self._within):
                await self._smtp.quit()
        except (errors.SMTPException, OSError):
            self._smtp.close()


def _reason(problem: Exception) -> str:
    """In one line, without the addresses that servers like to repeat."""
    if isinstance(problem, errors.SMTPRecipientsRefused):
        problem = problem.recipients[0]
    if isinstance(problem, errors.SMTPResponseException):
        said = f"{problem.code} {problem.message}"
    else:
        said = str(problem) or type(problem).__name__
    return _ADDRESS.sub("…", " ".join(said.split()))


def _is_for_good(problem: Exception) -> bool:
    """A sender that is refused is a setting to be mended, and no fault of this letter's."""
    if isinstance(problem, errors.SMTPRecipientsRefused):
        problem = problem.recipients[0]
    if isinstance(problem, errors.SMTPSenderRefused):
        return False
    if isinstance(problem, errors.SMTPResponseException):
        return problem.code >= 500
    return isinstance(problem, (errors.SMTPNotSupported, ValueError))
