"""What each agent did: his own part of what several did together."""

from dataclasses import replace

from ..kpi import Kpi
from ..statistics.summaries import count
from ..words import by_people, col, started
from .resolution import aht
from .response import art

joined, at = col("joined_at"), col("at")

agent_handled = Kpi(
    "agent_handled",
    rows="handling",
    among=joined.is_not_null(),
    summary=count,
    value=joined,
    when=joined,
    cohort=started,
    credit="agent",
    leave_out=by_people,
)

agent_art = replace(art.with_options(("agent",)), id="agent_art", options={})

agent_aht = replace(aht, id="agent_aht", rows="shares", agent_rows=None, options={})


def _transferred(kpi: str, whose: str) -> Kpi:
    return Kpi(
        kpi,
        rows="transfers",
        among=col(whose).is_not_null(),
        summary=count,
        value=col(whose).is_not_null(),
        when=at,
        cohort=started,
        credit=whose,
        leave_out=by_people,
    )


agent_transferred_in = _transferred("agent_transferred_in", "to_agent")
agent_transferred_out = _transferred("agent_transferred_out", "from_agent")

KPIS = (agent_handled, agent_art, agent_aht, agent_transferred_in, agent_transferred_out)
