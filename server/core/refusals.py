"""Why something is not done. A refusal has a code; the words that people read belong to the client."""

from typing import ClassVar


class Refusal(Exception):
    """Nothing was written and nobody was told. `details` go beside the code on the wire."""

    code: ClassVar[str] = "invalid"
    status: ClassVar[int] = 422

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or self.code)
        self.message = message or self.code
        self.details = details


class Invalid(Refusal):
    code = "invalid"
    status = 422


class Unauthorized(Refusal):
    code = "unauthorized"
    status = 401


class Forbidden(Refusal):
    code = "forbidden"
    status = 403


class NotFound(Refusal):
    """It does not exist, or it is not yours: the same answer."""

    code = "not_found"
    status = 404


class Conflict(Refusal):
    code = "conflict"
    status = 409


class Closed(Refusal):
    code = "closed"
    status = 409


class TooLarge(Refusal):
    code = "too_large"
    status = 413


class RateLimited(Refusal):
    """`retry_after` in seconds."""

    code = "rate_limited"
    status = 429

    def __init__(self, retry_after: float) -> None:
        super().__init__("too many at once", retry_after=round(retry_after, 3))


class NotStored(Refusal):
    code = "storage"
    status = 503


class UnknownCommand(Refusal):
    code = "unknown_event"
    status = 404
