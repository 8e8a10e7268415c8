"""How a team's queue is worked: each rule that can be set in the admin area, with what holds until it is.

Spans are in whole seconds; None: that does not happen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

Policy = Literal["least_busy", "round_robin", "most_skilled", "longest_idle", "pull", "broadcast"]


@dataclass(frozen=True, slots=True)
class Raise:
    """Whose conversations are more urgent: `kind` says where to look, `value` what is there.

    For a page, `value` is how its address begins, from the path on; for a field, `name` is the field's.
    """

    kind: Literal["tag", "page", "field"]
    value: str
    priority: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """`policy` chooses among the agents who may take one; `order` among those who wait, after their priority.

    `ageing`: so much waiting weighs as much as one step of priority.
    `answer_within`: whoever is given one answers it in this time, or the next one gets it.
    `last_agent_within`: who comes back within it gets the agent he had, if that one is free.
    `fair_share`: routing gives an agent at most so many an hour.
    `overflow_after`: who waits longer goes to the team `overflow_to`; at once when nobody here is on duty.
    `when_away`: an agent who sets himself away keeps what waits for him, or hands it back.
    `max_wait`: when the next one would wait longer, the widget takes messages instead.
    `visitor_…`, `agent_…`: after how long a silence somebody is reminded, and the conversation is closed, or
    given to somebody else.
    `alert_waiting`: more than so many wait; `alert_wait`: somebody waits longer. Supervisors are told.
    `handling`: how long a conversation takes, until enough of them were counted.
    """

    policy: Policy = "least_busy"
    order: Literal["waiting", "sla"] = "waiting"
    ageing: int | None = None
    raises: tuple[Raise, ...] = ()
    answer_within: int | None = None
    last_agent_within: int | None = None
    fair_share: int | None = None
    overflow_after: int | None = None
    overflow_to: str | None = None
    when_away: Literal["keep", "hand_back"] = "keep"
    max_wait: int | None = None
    visitor_nudge_after: int | None = None
    visitor_close_after: int | None = None
    agent_nudge_after: int | None = None
    agent_requeue_after: int | None = None
    alert_waiting: int | None = None
    alert_wait: int | None = None
    handling: int = 600

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Rules":
        """Reads `to_dict`'s form; what is missing is as usual, what is unknown is ignored."""
        known = {field.name: plain[field.name] for field in fields(cls) if field.name in plain}
        known["raises"] = tuple(Raise(**one) for one in known.get("raises", ()))
        return cls(**known)

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        raises = [{field.name: getattr(one, field.name) for field in fields(one)} for one in self.raises]
        return {**plain, "raises": raises}
