"""When the past of these tests ends, and how to ask about it."""

from collections.abc import Iterable

from server.core.events import Event
from server.demo.history import Told
from tests.cast import DAY, HOUR, NINE

NOW = NINE + 2 * DAY + 5 * HOUR  # a Wednesday at two
SEED = 7
COUNT = 10_000  # as many as the demo's, for with fewer nobody waits


def events_of(past: Iterable[Told], kind: type[Event]) -> list[Event]:
    return [event for told in past for event in told.events if isinstance(event, kind)]


def waited(told: Told) -> float | None:
    """Seconds until an agent had it; None: nobody yet."""
    given = next((event.at for event in told.events if event.type == "assigned"), None)
    return None if given is None else (given - told.events[0].at) / 1000
