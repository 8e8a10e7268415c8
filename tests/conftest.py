"""What every test may ask for; the fixtures themselves are in the files named here."""

import pytest
from hypothesis import HealthCheck, settings

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

# How long an example takes to draw or to run is the machine's affair.
settings.register_profile("anew", deadline=None, suppress_health_check=(HealthCheck.too_slow,))
# What `./dev test` asks for; without it each run draws other worlds.
settings.register_profile("steady", settings.get_profile("anew"), derandomize=True)
settings.load_profile("anew")

# What computes most goes first: while a process is small, and so that none is left with it in the end.
FIRST = ("tests/kpis/", "tests/simulate/", "tests/core/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
