"""Stories of how conversations went, made from a vector's bare numbers."""

from collections.abc import Callable, Sequence

from . import alone, amounts, contacts, solved
from .telling import Found, Inputs


def made(kpi: str, inputs: Inputs) -> Found | None:
    """None: nothing here is made from such inputs. Raises ValueError for inputs that do not fit together."""
    for of, keys, make in _ADAPTERS:
        if kpi in of and set(keys) <= set(inputs):
            return make(inputs)
    return None


_SOLVED = ("resolution_rate", "dispersion_rate")
_ADAPTERS: tuple[tuple[Sequence[str], Sequence[str], Callable[[Inputs], Found]], ...] = (
    (("clearance_rate",), ("resolved_events", "started"), solved.flow),
    (("clearance_rate",), ("resolved",), solved.resolved),
    (_SOLVED, ("resolved_standing",), solved.ended),
    (_SOLVED, ("started",), solved.ended),
    (("bot_resolution_rate",), ("resolved_standing",), solved.bots),
    (("transfer_rate",), ("transfers_per_conversation",), solved.handed_on),
    (("transfer_rate",), ("transferred", "answered"), solved.some_handed_on),
    (("fcr",), ("first_contact", "contacts"), contacts.at_first),
    (("fcr",), ("first_contact", "resolved"), contacts.at_first),
    (("fcr",), ("resolved",), contacts.contacts),
    (("fcr",), ("yes", "answers"), contacts.said_so),
    (("deflection",), ("bot_conversations",), alone.with_bot),
    (("deflection",), ("bot_spoke",), alone.with_bot),
    (("deflection",), ("human",), alone.served_alone),
    (("deflection",), ("bot_only",), alone.served_alone),
    (("bot_containment", "handoff_rate"), ("handed_off",), alone.with_bot),
    (("bot_containment", "handoff_rate"), ("bot_only",), alone.with_bot),
    (("bot_containment", "handoff_rate"), ("bot_conversations",), alone.with_bot),
    (("self_answerable",), ("tagged", "human_resolved"), alone.tagged),
    (("avg_volume",), ("daily",), amounts.daily),
    (("avg_volume",), ("weekly",), amounts.weekly),
    (("avg_volume",), ("handled", "agents"), amounts.by_agents),
    (("preferred_channel",), ("conversations",), amounts.on_channels),
    (("preferred_channel",), ("channels",), amounts.by_channel),
    (("contact_rate",), ("conversations", "start", "end"), amounts.by_customers),
    (("contact_rate",), ("distinct_customers", "start", "end"), amounts.by_distinct_customers),
)
