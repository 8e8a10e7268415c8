"""What the routes answer with, for the API's description. Tests hold the answers to it, field by field."""

from .accounts import LoggedIn, Me, SetupOpen, ShownToken, SignedIn, Token
from .basic import Done, Named, Page
from .figures import Asked, Baseline, Figure, Kpi, KpiBranch, KpiTree, RowBehind, Rows
from .floor import Alert, Board, Colleague, Colleagues, Group, Held, Usual, Working
from .settings import Agent, Candidate, HoursOf, NextOne, Site, Sla, SlaMeans, SlaPreview, Team
from .talks import Events, Owed, Preview, State, Visitor

__all__ = [
    "Agent",
    "Alert",
    "Asked",
    "Baseline",
    "Board",
    "Candidate",
    "Colleague",
    "Colleagues",
    "Done",
    "Events",
    "Figure",
    "Group",
    "Held",
    "HoursOf",
    "Kpi",
    "KpiBranch",
    "KpiTree",
    "LoggedIn",
    "Me",
    "Named",
    "NextOne",
    "Owed",
    "Page",
    "Preview",
    "RowBehind",
    "Rows",
    "SetupOpen",
    "ShownToken",
    "SignedIn",
    "Site",
    "Sla",
    "SlaMeans",
    "SlaPreview",
    "State",
    "Team",
    "Token",
    "Usual",
    "Visitor",
    "Working",
]
