"""How much there is."""

import polars as pl

from ..kpi import Kpi
from ..statistics.summaries import count
from ..words import col, countable, human, is_live, started, wrote

begun = pl.coalesce(wrote, started)  # a conversation counts from its first message
incoming, outgoing = col("visitor_messages").sum(), col("human_messages").sum()

volume = Kpi(
    "volume",
    rows="conversations",
    summary=count,
    value=wrote,
    when=wrote,
    cohort=begun,
    credit="last_replier",
    leave_out=countable,
    beside={
        "human": human.sum(),
        "bot_only": (~human).sum(),
        "live": is_live.sum(),
        "offline": (~is_live).sum(),
        "incoming": incoming,
        "outgoing": outgoing,
        "messages_per_conversation": (incoming + outgoing) / wrote.count(),
    },
    options={"live_only": {"also": (("offline", ~is_live),)}},
)

KPIS = (volume,)
