"""A question as a query string that asks the same again, and for ever after: a link to a number."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from .ask import FILTERS, Ask

Pairs = list[tuple[str, str]]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def query_of(ask: Ask) -> str:
    """With the instant up to which events were known, the definition's version, and the target that held."""
    return urlencode(pairs_of(ask))


def pairs_of(ask: Ask) -> Pairs:
    target = ask.aim
    found = [
        ("from", _instant(ask.since)),
        ("to", _instant(ask.until)),
        ("tz", ask.tz),
        ("clock", ask.clock),
        ("attribution", ask.attribution),
        ("by", ",".join(ask.by)),
        *((name, getattr(ask, name)) for name in FILTERS),
        *(("option", option) for option in ask.options),
        *(("hours", owner) for owner in ask.hours_of),
        ("compare", "before" if ask.compare else None),
        ("target", "none" if target is None else repr(target)),
        ("as_of", _instant(ask.known_until)),
        ("version", str(ask.entry.version)),
    ]
    return [(name, value) for name, value in found if value]


def _instant(at: int | None) -> str | None:
    if at is None:
        return None
    moment = _EPOCH + timedelta(milliseconds=at)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
