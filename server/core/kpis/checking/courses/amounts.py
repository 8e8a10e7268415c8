"""How much, and where from."""

from collections.abc import Sequence
from datetime import timedelta

from server.core import events as e
from server.core.events import Sender
from server.core.hours import Calendar

from ...asking import periods
from ..given.rows import Rows
from .telling import ASKS, DAY, MONTH, START, Found, Inputs, often


def daily(inputs: Inputs) -> Found:
    """So many on each day; of the days that `open` says no of the desk is closed."""
    days = inputs["daily"]
    found = Found(asked={"tz": "UTC", "since": START, "until": START + len(days) * DAY})
    for day, many in enumerate(days):
        for _ in range(many):
            found.tells((0, ASKS), at=START + day * DAY)
    if "open" in inputs:
        found.asked["hours"] = _calendar(inputs["open"])
    return found


def _calendar(is_open: Sequence[bool]) -> Calendar:
    first = periods.local_date(START, "UTC")
    closed = [first + timedelta(days=day) for day, opens in enumerate(is_open) if not opens]
    hours = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    return Calendar.from_dict({"tz": "UTC", "hours": hours, "holidays": [day.isoformat() for day in closed]})


def weekly(inputs: Inputs) -> Found:
    """From the first Monday on."""
    found = daily(
        {"daily": [0] * 4 + [many if not day else 0 for many in inputs["weekly"] for day in range(7)]}
    )
    found.asked["since"], found.options = START + 4 * DAY, ("per=week",)
    return found


def by_agents(inputs: Inputs) -> Found:
    found, agents = Found(options=("per=agent",)), int(inputs["agents"])
    for number in range(int(inputs["handled"])):
        found.tells((0, ASKS), (1, e.MessageSent(by=Sender("agent", f"agent {number % agents}"))))
    return found


def on_channels(inputs: Inputs) -> Found:
    """`[channel, whose]` in order of time."""
    found = Found()
    for number, one in enumerate(inputs["conversations"]):
        channel, customer = (
            (*one, None)[:2] if isinstance(one, Sequence) and not isinstance(one, str) else (one, None)
        )
        found.tells((0, ASKS), at=START + number, channel=channel, customer=customer)
    return found


def by_channel(inputs: Inputs) -> Found:
    rows = [[channel] for channel, many in inputs["channels"].items() for _ in range(many)]
    return on_channels({"conversations": rows})


def by_customers(inputs: Inputs) -> Found:
    """Of the customers at the start those who are not there at the end have left, or so many more have come.
    With `contacts`, only so many of them began all the conversations.
    """
    first, last = int(inputs["start"]), int(inputs["end"])
    spans: Rows = [
        (f"k{i}", START - DAY, None if i < last else START + DAY, None, None) for i in range(first)
    ]
    spans += [(f"k{i}", START + DAY, None, None, None) for i in range(first, last)]
    found = Found(asked=dict(MONTH), given={"relations": spans})
    conversations = int(inputs["conversations"])
    whose = often(inputs, "contacts") or conversations
    for number in range(conversations):
        found.tells((0, ASKS), at=START + number, customer=f"k{number % whose}")
    return found


def by_distinct_customers(inputs: Inputs) -> Found:
    """So many customers began one each."""
    many = {**inputs, "conversations": inputs["distinct_customers"]}
    found = by_customers(many)
    found.options = ("customers",)
    return found
