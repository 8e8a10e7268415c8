"""By which hours days are open, for a question that asks for it: those that were known at its instant."""

from dataclasses import replace

from server.core.kpis.asking.ask import Ask

from .source import Source


def with_hours(ask: Ask, source: Source) -> Ask:
    """Those of the first of `hours_of` that had some; else of the team, else of the site."""
    if "open_days" not in ask.options:
        return ask
    owners, known = ask.hours_of or (ask.team or "", ask.site or ""), source.calendars()
    # What was set at the very instant was not known before it.
    at = ask.now if ask.as_of is None else ask.as_of - 1
    held = (known[owner].in_force(at) for owner in owners if owner in known)
    return replace(ask, hours=next((hours for hours in held if hours is not None), None))
