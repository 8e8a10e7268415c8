"""What every test may ask for; the fixtures themselves are in the files named here."""

import pytest
from hypothesis import settings

from tests.browser_found import browser, open_page, page
from tests.our_server import start_server
from tests.real_servers import (
    database_kind,
    database_url,
    fresh_database,
    postgres_template,
    postgres_url,
    redis_url,
)

__all__ = [
    "browser",
    "database_kind",
    "database_url",
    "fresh_database",
    "open_page",
    "page",
    "postgres_template",
    "postgres_url",
    "redis_url",
    "start_server",
]

# What `./dev test` asks for; without it each run draws other worlds.
settings.register_profile("steady", derandomize=True)

# What computes most goes first: while a process is small, and so that none is left with it in the end.
FIRST = ("tests/kpis/", "tests/simulate/", "tests/core/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
