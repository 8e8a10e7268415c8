"""How soon people answer, and the butler."""

import polars as pl

from ..kpi import Kpi
from ..statistics.summaries import distribution, spread
from ..words import answered, by_people, col, countable, is_live, is_resolved, replied, seconds, wrote

handed = pl.max_horizontal(wrote, "handed_at")
butler, taken, charge = col("butler_at"), col("taken_at"), col("charge_from")
opened, closed = col("opened_at"), col("closed_at")

HOUR = 3_600.0
BUCKETS: dict[str, tuple[float, float | None]] = {
    "0-1h": (0, HOUR),
    "1-4h": (HOUR, 4 * HOUR),
    "4-8h": (4 * HOUR, 8 * HOUR),
    "8-24h": (8 * HOUR, 24 * HOUR),
    "24h+": (24 * HOUR, None),
    "0-20s": (0, 20),
    "20-60s": (20, 60),
    "1-5min": (60, 300),
    "5-60min": (300, HOUR),
}

frt = Kpi(
    "frt",
    rows="conversations",
    summary=distribution,
    value=seconds(wrote, replied),
    business=col("reply_business") / 1000,
    when=replied,
    credit="replied_by",
    leave_out=(*by_people, ("closed_unanswered", ~answered & is_resolved)),
    pending=~answered & ~is_resolved,
    waiting=wrote,
    segments=("mode", "channel"),
    beside={
        "frt_after_handoff": col("handoff").median(),
        "late_to_absent": col("late_to_absent").sum(),
    },
    spread=spread(col("value"), BUCKETS),
    # Made once: it is looked at for all, by mode, channel and group.
    terms={"handoff": seconds(handed, replied)},
    options={
        "after_handoff": {"value": seconds(handed, replied), "business": col("handoff_business") / 1000},
        "live_only": {"also": (("offline", ~is_live), ("late_to_absent", col("late_to_absent")))},
    },
)

frt_butler = Kpi(
    "frt_butler",
    rows="conversations",
    summary=distribution,
    value=seconds(wrote, butler),
    business=col("butler_business") / 1000,
    when=butler,
    leave_out=(*countable, ("closed_unanswered", butler.is_null() & is_resolved)),
    pending=butler.is_null(),
    waiting=wrote,
    spread=spread(col("value"), BUCKETS),
)

handover_gap = Kpi(
    "handover_gap",
    rows="conversations",
    summary=distribution,
    value=seconds(butler, replied),
    business=col("gap_business") / 1000,
    when=replied,
    credit="replied_by",
    leave_out=(
        *by_people,
        ("closed_unanswered", ~answered & is_resolved),
        ("no_butler", answered & butler.is_null()),
        ("people_first", replied < butler),
    ),
    pending=~answered & ~is_resolved,
    waiting=pl.coalesce(butler, wrote),
    spread=spread(col("value"), BUCKETS),
)

time_to_take_charge = Kpi(
    "time_to_take_charge",
    rows="conversations",
    summary=distribution,
    value=seconds(charge, taken),
    business=col("taken_business") / 1000,
    when=taken,
    credit="taken_by",
    leave_out=(
        *by_people,
        ("taken_before_the_question", taken.is_not_null() & charge.is_null()),
        ("closed_untaken", taken.is_null() & is_resolved),
    ),
    pending=taken.is_null(),
    waiting=pl.max_horizontal(wrote, "queued_at"),
    spread=spread(col("value"), BUCKETS),
)

art = Kpi(
    "art",
    rows="turns",
    summary=distribution,
    value=seconds(opened, closed),
    business=col("business") / 1000,
    when=closed,
    credit="agent",
    leave_out=(*by_people, ("closed_unanswered", (col("closed_by") == "resolved").fill_null(False))),
    pending=closed.is_null(),
    waiting=opened,
    spread=spread(col("value"), BUCKETS),
    options={
        "subsequent": {"among": col("no") > 1},
        "from_last": {
            "value": seconds(col("last_at"), closed),
            "business": col("last_business") / 1000,
        },
        "agent": {
            "value": seconds(col("charged_at"), closed),
            "business": col("charged_business") / 1000,
        },
        "per_conversation": {"per": "mean"},
    },
)

KPIS = (frt, frt_butler, handover_gap, time_to_take_charge, art)
