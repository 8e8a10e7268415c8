"""What queueing theory expects of a scenario, where it can say anything."""

from server.core import queueing
from server.core.queueing import Served
from server.core.rules import Rules

from .scenario import Scenario


def expected(scenario: Scenario) -> Served | str:
    """By Erlang C, or Erlang A where people give up; or why neither fits."""
    if reason := _unfit(scenario):
        return reason
    rate, time, within = scenario.arrivals[0] / 3600, scenario.handling.mean, float(scenario.within)
    if rate == 0:
        return "nobody comes"
    if scenario.patience is None:
        return queueing.erlang_c(scenario.slots, rate * time, time, within)
    return queueing.erlang_a(scenario.slots, rate * time, time, within, scenario.patience.mean)


def name_of(scenario: Scenario) -> str:
    servers = f"{scenario.slots} server{'s' if scenario.slots != 1 else ''}"
    return f"Erlang {'C' if scenario.patience is None else 'A'}, {servers}"


def _unfit(scenario: Scenario) -> str | None:
    kinds, teams = scenario.visits, scenario.teams or {}
    spans = [scenario.handling, scenario.patience, *(kind.handling for kind in kinds)]
    conditions = (
        (len(set(scenario.arrivals)) > 1, "arrivals differ by the hour"),
        (any(span is not None and span.like != "exponential" for span in spans), "spans are not exponential"),
        (any(kind.handling is not None for kind in kinds), "kinds of visitors take differently long"),
        (any(crew.shift is not None for crew in scenario.agents), "agents come and go"),
        (scenario.answers_in is not None, "agents take their time to answer"),
        (len(teams) > 1 or any(kind.skills for kind in kinds), "not everybody may answer everybody"),
        (len({kind.locale for kind in kinds}) > 1, "not everybody speaks every language"),
        (any(rules != Rules() for rules in teams.values()), "teams have rules of their own"),
    )
    return next((reason for holds, reason in conditions if holds), None)
