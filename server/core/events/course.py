"""How it ends, sleeps, goes on and is judged."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from .envelope import Event, Named, content

ResolvedReason = Literal["solved", "inactive", "abandoned", "visitor_ended", "spam", "duplicate", "merged"]
SurveyKind = Literal["csat", "nps", "ces", "servqual", "fcr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed(Event):
    type: ClassVar = "snoozed"
    reason: Literal["waiting_visitor", "waiting_third_party"] = "waiting_visitor"
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsnoozed(Event):
    type: ClassVar = "unsnoozed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved(Event):
    type: ClassVar = "resolved"
    reason: ResolvedReason = "solved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    type: ClassVar = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSpam(Event):
    type: ClassVar = "marked_spam"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmarkedSpam(Event):
    type: ClassVar = "unmarked_spam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Event):
    type: ClassVar = "merged"
    into: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged(Event):
    """`tags` is the whole new set."""

    type: ClassVar = "tagged"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySent(Event):
    type: ClassVar = "survey.sent"
    kind: SurveyKind = "csat"
    survey: str = ""
    scale: str = "1-5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Event):
    """`agent` is who is credited: the last person who had answered before the survey was sent."""

    type: ClassVar = "rated"
    kind: SurveyKind = "csat"
    survey: str = ""
    scale: str = "1-5"
    score: int | None = None
    agent: Named | None = None
    comment: str | None = content()
