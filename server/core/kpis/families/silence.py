"""How conversations end in silence: the visitor's, who leaves us on read, or ours."""

from typing import Any

import polars as pl

from ..asking.ask import Ask
from ..kpi import Kpi
from ..statistics.summaries import proportion
from ..tables import Frames
from ..words import answered, by_people, col, is_live, is_resolved, resolved, started, wrote

# ms: so long nobody says a word, and it has ended.
SILENT_LIVE, SILENT_OFFLINE = 10 * 60_000, 24 * 3_600_000

silent = col("spoke_at") + pl.when(is_live).then(SILENT_LIVE).otherwise(SILENT_OFFLINE)
over = col("over_at")
is_over = over.is_not_null()

replied_last = col("last_word") == "reply"
read = col("last_word_read")
# Where a visitor's client never says that something was read, that it has arrived must do.
seen = read | (col("read_at").is_null() & col("last_word_delivered"))
quietly = ~is_resolved | (col("resolved_reason").is_in(["inactive", "abandoned"]) & ~col("ended_by_visitor"))
unreturned = replied_last & quietly & ~col("rated_since")


def _ended(frames: Frames, ask: Ask) -> pl.LazyFrame:
    """Conversations with when they ended: resolved, or silent for long enough by now; the earlier of both."""
    fell_silent = pl.when(silent < ask.known_until).then(silent)
    return frames["conversations"].with_columns(over_at=pl.min_horizontal(resolved, fell_silent))


def _share(kpi: str, value: pl.Expr, **options: Any) -> Kpi:  # noqa: ANN401  (fields of Kpi)
    at = pl.coalesce(over, wrote, started)
    return Kpi(
        kpi,
        rows="conversations",
        made=_ended,
        summary=proportion,
        value=value,
        when=at,
        cohort=at,
        credit="last_replier",
        leave_out=(*by_people, ("unanswered", is_over & ~answered)),
        pending=~is_over,
        options={name: {"value": changed} for name, changed in options.items()},
    )


left_on_read = _share(
    "left_on_read", unreturned & read, delivered=unreturned & seen, strict=replied_last.fill_null(False)
)
left_unread = _share("left_unread", unreturned & ~read, delivered=unreturned & ~seen)
dropped = _share("dropped", col("asks"))

KPIS = (left_on_read, left_unread, dropped)
