"""The columnar copy of the facts: pulled by change number, merged now and then, cut for the past."""

from collections.abc import Iterable, Sequence

import polars as pl

from server.core.facts import facts_of
from server.core.facts.rows import plain
from server.core.kpis.tables import Frames, Tables, lazy, tables_of
from server.store import records

from .source import Records, Source

MERGE_AT = 1_000  # conversations that have changed since the last merge
AT_ONCE = 10_000  # records decoded at a time


class Copy:
    """`pull`, then `frames`. What changed lately is kept apart and hides what the bulk has of it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._mark = 0
        self._bulk = self._fresh = tables_of([])
        self._now = lazy(self._bulk)
        self._past: dict[int, Frames] = {}

    def pull(self) -> int:
        """Takes in what has changed since the last pull; gives how many conversations."""
        changed, mark = self._source.changed(self._mark)
        if changed:
            self._fresh = _replaced(self._fresh, _tables(changed))
            if self._fresh["conversations"].height >= MERGE_AT:
                self._bulk, self._fresh = _replaced(self._bulk, [self._fresh]), tables_of([])
            self._now = _layered(self._bulk, self._fresh)
            self._past = {}
        self._mark = mark
        return len(changed)

    def frames(self, as_of: int | None) -> Frames:
        """What is known now, or what was known from the events before `as_of` (ms)."""
        if as_of is None:
            return self._now
        if as_of not in self._past:
            self._past = {as_of: self._before(as_of)}
        return self._past[as_of]

    def _before(self, as_of: int) -> Frames:
        """Conversations that straddle that instant are folded again, up to it."""
        known = self._now["conversations"].filter(pl.col("started_at") < as_of)
        begun = known.select("conversation", "last_at").collect()
        quiet = begun.filter(pl.col("last_at") < as_of).select("conversation").lazy()
        straddling = begun.filter(pl.col("last_at") >= as_of)["conversation"].sort().to_list()
        calendars = self._source.calendars()
        stories = self._source.events(straddling, as_of)
        cut = tables_of(plain(facts_of(story, calendars)) for story in stories)
        return {
            grain: pl.concat([rows.join(quiet, on="conversation", how="semi"), cut[grain].lazy()])
            for grain, rows in self._now.items()
        }


def _tables(changed: Records) -> Sequence[Tables]:
    parts = (changed[first : first + AT_ONCE] for first in range(0, len(changed), AT_ONCE))
    return [tables_of(records.plain(record) for _, record in part) for part in parts]


def _replaced(old: Tables, new: Iterable[Tables]) -> Tables:
    """`old` with its conversations replaced, each whole, by those of `new`."""
    parts = list(new)
    hidden = pl.concat([part["conversations"].select("conversation") for part in parts])
    return {
        grain: pl.concat(
            [table.join(hidden, on="conversation", how="anti"), *(part[grain] for part in parts)],
            rechunk=True,
        )
        for grain, table in old.items()
    }


def _layered(bulk: Tables, fresh: Tables) -> Frames:
    """Put together only when a figure asks, after its filters: that leaves few rows to look for."""
    hidden = fresh["conversations"].select("conversation").lazy()
    if fresh["conversations"].is_empty():
        return lazy(bulk)
    return {
        grain: pl.concat([table.lazy().join(hidden, on="conversation", how="anti"), fresh[grain].lazy()])
        for grain, table in bulk.items()
    }
