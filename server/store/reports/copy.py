"""The columnar copy of the facts: parts on disk, and above them what has changed since, in memory.

What is newer hides what it replaces, so nothing on disk ever changes. It is disposable: without it, or when
it is of another database, everything is copied anew.
"""

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

import polars as pl

from server.core.kpis.tables import Frames, Tables, bare_of
from server.store import records

from .bare import ID, NOTHING, newest, presence, taken
from .instants import Past
from .parts import Held, Part, frames_of, seen_now
from .rostered import Rostered
from .shelf import Fingerprint, Shelf
from .source import Records, Source

FRESH = 1_000  # conversations that have changed since the last merge
RECENT = 10_000  # and since the last save
AT_ONCE = 20_000  # copied before they are put on the shelf
SHARE = 0.1  # of a month that makes it worth a part of its own
MEMORY = 512 * 2**20  # bytes of columns that have been read
PROOFS = 64

Tell = Callable[[int], None]


def _nobody(_: int) -> None: ...


class Copy:
    """`pull`, then `frames`. `folder`: where it is kept between starts; None: nowhere. `memory`: bytes of
    columns. `tell` hears how many records have been taken in, while there are many.
    """

    def __init__(
        self, source: Source, folder: Path | None = None, memory: int = MEMORY, tell: Tell = _nobody
    ) -> None:
        self.source = source
        self._tell = tell
        self._shelf = Shelf(folder, memory)
        self._mark = 0
        self._recent = self._fresh = Held(NOTHING)
        self._presence = NOTHING["presence"]
        self._known: dict[tuple[str, str], int] = {}
        self._newest: deque[Fingerprint] = deque(maxlen=PROOFS)
        self._past = Past(source)
        self._is_open = False

    def pull(self) -> int:
        """Takes in what has changed since the last pull; gives how many records."""
        self._open()
        if self._mark == 0:
            return self._build()
        found, most = 0, self._shelf.all() / 2
        for page, mark in self.source.pages(self._mark):
            found += self._take(page, mark)
            self._mark = mark
            if len(page) >= FRESH:
                self._tell(found)
            if found > most and found >= RECENT:
                # Nearly all has been derived anew: then it is quicker to begin anew, too.
                return self._build()
        self._known = {who: change for who, change in self._known.items() if change >= self._mark}
        if self._recent.height >= RECENT:
            self.save()
        return found

    def frames(self, as_of: int | None) -> Frames:
        """What is known now, or what was known from the events before `as_of` (ms), for one question."""
        self._shelf.columns.asked()
        return Rostered(self._frames(as_of), self.source, as_of)

    def _frames(self, as_of: int | None) -> Frames:
        if as_of is None:
            parts = self._parts()
            return frames_of(parts, seen_now(parts), self._presence)
        return self._past.frames(as_of, self._parts(), self._presence)

    def save(self) -> None:
        """The next start begins here. Months of which little has changed wait for more."""
        self._merge()
        recent = self._recent.tables
        months = _months(recent)
        heights = {month: len_ for month, len_ in months.value_counts().iter_rows()}
        ready = [month for month, new in heights.items() if new >= SHARE * self._shelf.height(month)]
        if sum(heights[month] for month in ready) < len(months) / 2:
            ready = list(heights)
        for month in sorted(ready):
            self._shelf.add(month, taken(recent, months == month))
        self._recent = Held(taken(recent, ~months.is_in(ready)))
        self._shelf.tidy()
        self._shelf.save(self._mark, self._recent.tables, self._presence, self._newest)

    def close(self) -> None:
        self._shelf.close()

    @property
    def bytes_on_disk(self) -> int:
        return self._shelf.bytes()

    @property
    def columns_in_memory(self) -> int:
        """Bytes."""
        return self._shelf.columns.size

    def _parts(self) -> Sequence[Part]:
        return [*self._shelf.parts, self._recent, self._fresh]

    def _open(self) -> None:
        if self._is_open:
            return
        self._is_open = True
        opened = self._shelf.opened()
        if opened is None:
            return
        manifest, self._recent, self._presence = opened
        if not self._is_of_this_database(manifest.newest):
            self._shelf.clear()
            self._recent, self._presence = Held(NOTHING), NOTHING["presence"]
            return
        self._mark = manifest.mark
        self._newest.extend(manifest.newest)
        _hide(self._shelf.parts, self._recent.tables["conversations"])

    def _is_of_this_database(self, proofs: Sequence[Fingerprint]) -> bool:
        """It has what was copied last, or something newer of it."""
        for kind in ("conversation", "agent"):
            mine = {proof.subject: proof for proof in proofs if proof.kind == kind}
            theirs = {one.subject: one for one in self.source.records(kind, list(mine))} if mine else {}
            for subject, proof in mine.items():
                one = theirs.get(subject)
                if one is None or one.change < proof.change:
                    return False
                if one.change == proof.change and crc32(one.record) != proof.crc:
                    return False
        return True

    def _build(self) -> int:
        """All there is, if it is much: straight on to the shelf. Until it is saved the old one holds."""
        self._shelf.parts = []
        self._recent = self._fresh = Held(NOTHING)
        found, pile = 0, []
        for page, mark in self.source.pages(0):
            tables = self._read(page, mark)
            self._mark = mark
            found += len(page)
            self._tell(found)
            pile.append(tables)
            if sum(one["conversations"].height for one in pile) >= AT_ONCE:
                self._shelve(pile)
                pile = []
        if self._shelf.parts:
            self._shelve(pile)
            self._shelf.tidy(at_once=True)
            self._shelf.save(self._mark, self._recent.tables, self._presence, self._newest)
        elif pile:
            self._add(newest(pile))
            if self._recent.height >= RECENT:
                self.save()
        self._past = Past(self.source)
        return found

    def _shelve(self, pile: Sequence[Tables]) -> None:
        if not pile:
            return
        tables = newest(pile)
        months = _months(tables)
        for month in months.unique().sort():
            self._shelf.add(month, taken(tables, months == month))
        self._presence = presence([self._presence, tables["presence"]])

    def _take(self, page: Records, mark: int) -> int:
        new = [one for one in page if self._known.get((one.kind, one.subject)) != one.change]
        if new:
            self._add(self._read(new, mark))
        return len(new)

    def _read(self, page: Records, mark: int) -> Tables:
        # What will be read again, for a transaction that was older still ran.
        self._known |= {(one.kind, one.subject): one.change for one in page if one.change >= mark}
        self._newest.extend(
            Fingerprint(one.kind, one.subject, one.change, crc32(one.record)) for one in page[-PROOFS:]
        )
        return bare_of(records.plain(one.record) for one in page)

    def _add(self, tables: Tables) -> None:
        changed = tables["conversations"]
        self._presence = presence([self._presence, tables["presence"]])
        if changed.is_empty():
            return
        _hide([*self._shelf.parts, self._recent], changed)
        self._fresh = Held(newest([self._fresh.tables, {**tables, "presence": NOTHING["presence"]}]))
        self._past.changed(changed)
        if self._fresh.height >= FRESH:
            self._merge()

    def _merge(self) -> None:
        recent = self._recent.tables
        if self._recent.seen is not None:
            recent = taken(recent, self._recent.seen)
        self._recent, self._fresh = Held(newest([recent, self._fresh.tables])), Held(NOTHING)


def _hide(parts: Sequence[Part], changed: pl.DataFrame) -> None:
    """A conversation begins once: it can only be where others of that time are."""
    for part in parts:
        mine = changed.filter(pl.col("started_at").is_between(*part.began))
        if mine.height and part.height:
            part.hide(mine[ID])


def _months(tables: Tables) -> pl.Series:
    """In which each conversation began, by UTC."""
    began = tables["conversations"]["started_at"]
    return pl.from_epoch(began, "ms").dt.strftime("%Y-%m").alias("month")
