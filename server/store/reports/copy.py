"""The columnar copy of the facts: pulled by change number, merged now and then, cut for the past."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from server.core.facts import facts_of
from server.core.facts.rows import Plain
from server.core.kpis.tables import Frames, frames_of, frames_of_facts
from server.store import records

from .source import Source

MERGE_AT = 1_000  # conversations that have changed since the last merge
AT_ONCE = 20_000  # records decoded at a time


class Copy:
    """`pull`, then `frames`. Conversations that changed lately hide what is kept of them in the bulk."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._mark = 0
        self._bulk: Frames = frames_of([])
        self._fresh: dict[str, Plain] = {}
        self._now: Frames = self._bulk
        self._past: dict[int, Frames] = {}

    def pull(self) -> int:
        """Takes in what has changed since the last pull; gives how many conversations."""
        changed, mark = self._source.changed(self._mark)
        for first in range(0, len(changed), AT_ONCE):
            part = changed[first : first + AT_ONCE]
            self._fresh.update((subject, records.plain(record)) for subject, record in part)
            if len(self._fresh) >= MERGE_AT:
                self._bulk = dict(_Merged(self._bulk, self._fresh))
                self._fresh = {}
        if changed:
            self._now = _Merged(self._bulk, self._fresh) if self._fresh else self._bulk
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
        whole = self._now["conversations"]
        begun = whole.filter(pl.col("started_at") < as_of)
        quiet = begun.filter(pl.col("last_at") < as_of).select("conversation")
        straddling = begun.filter(pl.col("last_at") >= as_of)["conversation"].sort().to_list()
        calendars = self._source.calendars()
        cut = frames_of_facts(facts_of(story, calendars) for story in self._source.events(straddling, as_of))
        return {
            grain: pl.concat([frame.join(quiet, on="conversation", how="semi"), cut[grain]])
            for grain, frame in self._now.items()
        }


class _Merged(Mapping[str, pl.DataFrame]):
    """The bulk without what has changed, and that; each grain is put together when it is first asked for."""

    def __init__(self, bulk: Frames, fresh: Mapping[str, Plain]) -> None:
        self._bulk = bulk
        self._fresh = frames_of(fresh.values())
        self._hidden = self._fresh["conversations"].select("conversation")
        self._made: dict[str, pl.DataFrame] = {}

    def __getitem__(self, grain: str) -> pl.DataFrame:
        if grain not in self._made:
            kept = self._bulk[grain].join(self._hidden, on="conversation", how="anti")
            self._made[grain] = pl.concat([kept, self._fresh[grain]])
        return self._made[grain]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._bulk)

    def __len__(self) -> int:
        return len(self._bulk)
