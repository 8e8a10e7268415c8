"""How many people it takes, half hour by half hour, and how many are to be there."""

from .handling import Handled, Handling, handling_of
from .needs import Needs, needs
from .wanted import BadStaffing, StaffingOf, read

__all__ = ["BadStaffing", "Handled", "Handling", "Needs", "StaffingOf", "handling_of", "needs", "read"]
