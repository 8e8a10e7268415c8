"""What every test may ask for; the fixtures themselves are in the files named here."""

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
