"""PostgreSQL's connections are tried before they are used only if they were idle: a try is three ways there
and back, and more than the question itself costs.
"""

import time
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import base

TRUSTED = 1.0  # s; a connection that was idle for longer is tried before it is used

# What was connected before an outage is made anew, and SQLAlchemy asks the clock which that is. Once the
# clock is set back, everything would seem to be of before, and each question would have to connect first.
base.time = SimpleNamespace(time=time.monotonic)  # type: ignore[assignment,attr-defined]


def try_idle_ones(engine: Engine) -> None:
    """From now on a connection of this engine that has died while it was idle is replaced in silence."""

    def is_left(_: object, record: Any) -> None:  # noqa: ANN401  (SQLAlchemy's record of a connection)
        record.info["left_at"] = time.monotonic()

    def is_taken(connection: Any, record: Any, _: object) -> None:  # noqa: ANN401  (the driver's connection)
        # Those beside it were lost with it, most likely.
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError
        left_at = record.info.get("left_at")
        if left_at is None or time.monotonic() < left_at + TRUSTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as problem:
            raise InvalidatePoolError from problem

    event.listen(engine, "checkin", is_left)
    event.listen(engine, "checkout", is_taken)
