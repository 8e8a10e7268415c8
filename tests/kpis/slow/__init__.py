"""The same KPIs a second time, straight from their definitions: whole timelines, plain Python, no folds.

It shares nothing with the product but the event types. Each KPI gives rows of (verdict, when, start, value):
the verdict is "counted", "pending", or the reason for which the row is left out.
"""

from collections.abc import Callable, Iterator

from .lengths import Length
from .resolution import interactions, resolution_time
from .response import art, frt, frt_butler, time_to_take_charge
from .satisfaction import csat
from .talk import Row, Talk
from .volume import volume
from .work import aht

ROWS: dict[str, Callable[[Talk, Length], Iterator[Row]]] = {
    "frt": frt,
    "frt_butler": frt_butler,
    "time_to_take_charge": time_to_take_charge,
    "art": art,
    "resolution_time": resolution_time,
    "aht": aht,
    "interactions": interactions,
    "volume": volume,
    "csat": csat,
}
