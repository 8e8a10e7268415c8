from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio

from tests.house import Running, running_house
from tests.houses import NO_LIMITS
from tests.mail.mailbox import Mailbox, open_mailbox
from tests.mail.office import mail_settings


@pytest_asyncio.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with open_mailbox() as opened:
        yield opened


@pytest_asyncio.fixture
async def office(tmp_path: Path, mailbox: Mailbox) -> AsyncIterator[Running]:
    """A house with a mail server, on SQLite, that mails when it is told to look."""
    async with _office(f"sqlite:///{tmp_path / 'house.db'}", mailbox) as running:
        yield running


@pytest_asyncio.fixture
async def office_on_each(database_url: str, mailbox: Mailbox) -> AsyncIterator[Running]:
    async with _office(database_url, mailbox) as running:
        yield running


@asynccontextmanager
async def _office(url: str, mailbox: Mailbox) -> AsyncIterator[Running]:
    async with running_house(url, **NO_LIMITS, **mail_settings(mailbox)) as running:
        running.house._scheduler.remove_job("letters")
        running.house._scheduler.remove_job("reports")
        yield running
