"""A case as a question, with the frames that answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from server.core.hours import Calendar

from ..asking import periods
from ..asking.ask import Ask, parse
from ..asking.groups import MODES
from ..catalogue import CATALOGUE
from ..from_timeline import frames_before, just_after
from ..stories import Story, stories_of_vector
from ..tables import Frames, frames_of_facts
from . import asked, courses, made, settings
from . import given as given_made
from .parts import only

Plain = Mapping[str, Any]

QUEUE = ("abandonment", "service_level", "asa")  # the figures of a case of the queue's
_ASKED = ("as_of", "clock", "from", "to", "by", "site", "team", "agent", "channel", "language", "tag")
_TOLD_AS = {"csat_distribution": "csat"}


class Question:
    """What a case asks, and what is known."""

    def __init__(self, case: Plain, defaults: Plain) -> None:
        self.kpi = settings.kpi_of(case)
        self.is_family = case["kpi"] == "queue"
        option = settings.option_of(case)
        self.params: Plain = {**defaults, **option, **(case.get("params") or {})}
        self.tz = str(self.params.get("tz", "UTC"))
        self.told: Plain = {}
        self.inputs: Plain = case.get("inputs") or {}
        calendar = self.params.get("calendar")
        self.calendar = Calendar.from_dict(calendar) if calendar else None
        if "timeline" in case:
            self.stories: Sequence[Story] = stories_of_vector(self._promised(case))
            self.ask = replace(self._asked(self._now()), hours=self.calendar)
            self.frames = frames_before(self.stories, self.ask.as_of, self.calendar)
            self.bounds: made.Bounds = {}
        else:
            self.stories = ()
            self.ask = replace(self._asked(made.NOW), hours=self.calendar)
            self.frames, self.bounds = self._made(case.get("inputs") or {})
            self.ask = replace(self.ask, **self.bounds)
        if (mode := self.params.get("segment", self.params.get("mode"))) in MODES:
            self.frames = only("mode", mode, self.frames)

    def _promised(self, case: Plain) -> list[Plain]:
        """A policy that names no calendar goes by the case's own, if that has one."""
        if self.calendar is None or (case.get("params") or {}).get("clock") == "wall":
            return list(case["timeline"])
        hours = {"calendar": self.calendar.id or "hours"}
        return [{**hours, **one} if one.get("e") == "sla.applied" else one for one in case["timeline"]]

    def _now(self) -> int:
        """Just after the last event, or at the instant that is asked about if that is later."""
        asked_at = self.params.get("t")
        told = just_after(self.stories)
        return told if asked_at is None else max(told, periods.instant_of(str(asked_at), self.tz))

    def _made(self, inputs: Plain) -> tuple[Frames, made.Bounds]:
        """Params may say on which scale the answers are."""
        inputs = {**{name: self.params[name] for name in ("scale", "T") if name in self.params}, **inputs}
        if (facts := asked.stories(_TOLD_AS.get(self.kpi, self.kpi), inputs, self.tz)) is not None:
            return frames_of_facts(facts), {}
        if (course := courses.made(self.kpi, inputs)) is not None:
            given = {name: given_made.frame(name, rows) for name, rows in course.given.items()}
            options = (*self.ask.options, *course.options)
            return {**frames_of_facts(course.facts), **given}, {**course.asked, "options": options}
        if (found := given_made.made(self.kpi, inputs, self.tz)) is None:
            return made.frames_of_inputs(_TOLD_AS.get(self.kpi, self.kpi), inputs, self.tz)
        self.told = found.told
        self.ask = replace(self.ask, options=(*self.ask.options, *found.options))
        return {**made.tickets(found.tickets), **found.frames()}, dict(found.bounds)

    def _asked(self, now: int) -> Ask:
        """An instant `t` is asked as the end of the period: what happens at it is not in it."""
        query = [(name, str(self.params[name])) for name in _ASKED if self.params.get(name) is not None]
        chosen = [*settings.named(self.params.get("option")), *settings.options(self.kpi, self._said())]
        free = [option for option in chosen if self._is_free(option)]
        query += [("option", option) for option in chosen if option not in free]
        query += [("to", str(self.params["t"]))] if "t" in self.params else []
        ask = parse(self.kpi, [*query, *self._default_attribution()], now=now, tz=self.tz, whole=True)
        if "period" in self.params:
            ask = replace(ask, **_bounds(settings.bounds(self.params["period"], self.tz)))
        return replace(ask, options=(*ask.options, *(option for option in free if self._has(option))))

    def _said(self) -> Plain:
        """Settings may stand among the inputs, too."""
        return {name: value for name, value in {**self.inputs, **self.params}.items() if _is_plain(value)}

    def _has(self, option: str) -> bool:
        return option in settings.options(self.kpi, self._said())

    def _is_free(self, option: str) -> bool:
        """Of a length that reports do not offer, or an option of another figure of the queue's."""
        if option in CATALOGUE[self.kpi].options:
            return False
        of_family = self.is_family and any(option in CATALOGUE[kpi].options for kpi in QUEUE)
        return of_family or self._has(option)

    def _default_attribution(self) -> list[tuple[str, str]]:
        wanted = str(self.params.get("attribution", ""))
        return [("attribution", wanted)] if wanted in CATALOGUE[self.kpi].attributions else []


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float)


def _bounds(period: tuple[int, int]) -> Any:  # noqa: ANN401  (fields of Ask)
    return {"since": period[0], "until": period[1]}
