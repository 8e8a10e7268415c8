"""How many will come, and how sure that is. Formulas: docs/staffing.md.

Counts are of cells: a weekday's half hour, or hour, in local time. Instants and lengths are ms, rates are per
hour where they say so. Nothing here knows who came, nor where it is kept.
"""

from .check import Check, checked
from .grid import Grid
from .history import Day, days_of
from .predict import Prediction, predicted, together
from .rates import Rate, rate
from .week import Forecast, Wish, forecast

__all__ = [
    "Check",
    "Day",
    "Forecast",
    "Grid",
    "Prediction",
    "Rate",
    "Wish",
    "checked",
    "days_of",
    "forecast",
    "predicted",
    "rate",
    "together",
]
