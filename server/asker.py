"""Who asks, for whatever serves several people in turn: set where a request is let in."""

from contextvars import ContextVar

asker: ContextVar[str] = ContextVar("asker", default="")
