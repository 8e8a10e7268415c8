"""A database that cannot work for the moment: on every way to it that becomes NotStored, to be tried again.

Wrong statements and values are no outage, and stay what they are.
"""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from server.core.refusals import NotStored

# Busy, locked, read-only, I/O error, corrupt, full, cannot open, no database: https://sqlite.org/rescode.html
_SQLITE = {5, 6, 8, 10, 11, 13, 14, 26}
# Classes of SQLSTATE: connection, transaction state, rollback, resources, locks, intervention, system.
# What asyncpg says of a connection that ended while it was asked something.
_LOST_TRACK = {"InternalClientError"}
_POSTGRESQL = {"08", "25", "40", "53", "55", "57", "58"}


def watch(engine: Engine) -> None:
    """From now on the outages of this engine's connections are NotStored."""
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "handle_error", _answer)


def as_refusal(problem: BaseException) -> NotStored:
    """What was said about it goes to the log: addresses and statements are nobody's business outside."""
    import structlog

    structlog.get_logger().error("storage_failed", problem=first_line(problem))
    return NotStored("not stored for now; try again")


def first_line(problem: BaseException) -> str:
    said = str(getattr(problem, "orig", None) or problem).splitlines()
    return said[0] if said else type(problem).__name__


def _connect(dialect: Any, _: object, words: Any, names: Any) -> Any:  # noqa: ANN401  (whichever driver)
    """asyncpg's own errors, and the system's, would pass SQLAlchemy by."""
    try:
        return dialect.connect(*words, **names)
    except Exception as problem:
        raise as_refusal(problem) from problem


def _answer(context: ExceptionContext) -> Exception | None:
    return as_refusal(context.original_exception) if _is_outage(context) else None


def is_of_the_database(problem: BaseException) -> bool:
    """By its code. A connection that is closed on our side has none."""
    if isinstance(problem, OSError) or type(problem).__name__ in _LOST_TRACK:
        return True
    if not isinstance(problem, Exception):
        return False
    code = getattr(problem, "sqlite_errorcode", None)
    state = getattr(problem, "sqlstate", None) or ""
    return (code or 0) & 0xFF in _SQLITE or state[:2] in _POSTGRESQL


def _is_outage(context: ExceptionContext) -> bool:
    return is_of_the_database(context.original_exception) or (
        isinstance(context.original_exception, Exception) and context.is_disconnect
    )
