"""The copy as it was known at an instant: what was over by then as it stands, what went on folded anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from server.core.facts import facts_of
from server.core.facts.rows import plain
from server.core.kpis.tables import Frames, Tables, bare_of

from .bare import ID, NOTHING, newest, taken
from .parts import Held, Part, Seen, frames_of, seen_now
from .source import Source

KEPT = 4  # instants


@dataclass(slots=True)
class _Instant:
    """`cut`: what went on then. `changed` since it was folded."""

    cut: Held
    changed: set[str] = field(default_factory=set)


class Past:
    """The last few instants are kept, and follow what changes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._instants: dict[int, _Instant] = {}

    def changed(self, conversations: pl.DataFrame) -> None:
        for as_of, instant in self._instants.items():
            straddles = (pl.col("started_at") < as_of) & (pl.col("last_at") >= as_of)
            instant.changed.update(conversations.filter(straddles)[ID])

    def frames(self, as_of: int, parts: Sequence[Part], presence: pl.DataFrame) -> Frames:
        instant = self._instants.pop(as_of, None)
        if instant is None:
            instant = _Instant(Held(self._folded(_straddling(parts, as_of), as_of)))
        elif instant.changed:
            instant.cut = self._folded_again(instant, as_of)
            instant.changed = set()
        self._instants[as_of] = instant
        while len(self._instants) > KEPT:
            del self._instants[next(iter(self._instants))]
        seen = _Quiet(as_of, instant.cut, seen_now(parts))
        return frames_of([*parts, instant.cut], seen, _presence_before(presence, as_of))

    def _folded(self, conversations: Sequence[str], as_of: int) -> Tables:
        calendars = self._source.calendars()
        stories = self._source.events(conversations, as_of)
        return bare_of(plain(facts_of(story, calendars)) for story in stories)

    def _folded_again(self, instant: _Instant, as_of: int) -> Held:
        changed = sorted(instant.changed)
        ids = instant.cut.tables["conversations"][ID]
        rest = taken(instant.cut.tables, ~ids.is_in(changed))
        return Held(newest([NOTHING, rest, self._folded(changed, as_of)]))


class _Quiet:
    """Which conversations of a part were over by then."""

    def __init__(self, as_of: int, cut: Part, seen: Seen) -> None:
        self._as_of = as_of
        self._cut = cut
        self._seen = seen
        self._found: dict[int, pl.Series] = {}

    def __call__(self, part: Part) -> pl.Series | None:
        if part is self._cut:
            return None
        if id(part) not in self._found:
            (last,) = part.own("conversations", ["last_at"])
            over, seen = last < self._as_of, self._seen(part)
            self._found[id(part)] = over if seen is None else over & seen
        return self._found[id(part)]


def _straddling(parts: Sequence[Part], as_of: int) -> list[str]:
    found: list[str] = []
    for part in parts:
        if part.height and part.began[0] < as_of:
            began, last = part.own("conversations", ["started_at", "last_at"])
            mine = (began < as_of) & (last >= as_of)
            if part.seen is not None:
                mine &= part.seen
            if mine.any():
                found += part.own("conversations", [ID])[0].filter(mine).to_list()
    return sorted(found)


def _presence_before(spells: pl.DataFrame, as_of: int) -> pl.DataFrame:
    """What had begun; what ended later lasted still."""
    known = spells.filter(pl.col("from_at") < as_of)
    return known.with_columns(to_at=pl.when(pl.col("to_at") < as_of).then(pl.col("to_at")))
