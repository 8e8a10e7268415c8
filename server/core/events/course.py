"""How it ends, sleeps, goes on and is judged."""

from typing import ClassVar, Literal

from .envelope import Content, Event, Named

ResolvedReason = Literal["solved", "inactive", "abandoned", "visitor_ended", "spam", "duplicate", "merged"]
SurveyKind = Literal["csat", "nps", "ces", "servqual", "fcr"]


class Snoozed(Event, frozen=True, kw_only=True):
    type: ClassVar = "snoozed"
    reason: Literal["waiting_visitor", "waiting_third_party"] = "waiting_visitor"
    until: int | None = None


class Unsnoozed(Event, frozen=True, kw_only=True):
    type: ClassVar = "unsnoozed"


class Resolved(Event, frozen=True, kw_only=True):
    type: ClassVar = "resolved"
    reason: ResolvedReason = "solved"


class Reopened(Event, frozen=True, kw_only=True):
    type: ClassVar = "reopened"


class MarkedSpam(Event, frozen=True, kw_only=True):
    type: ClassVar = "marked_spam"


class UnmarkedSpam(Event, frozen=True, kw_only=True):
    type: ClassVar = "unmarked_spam"


class Merged(Event, frozen=True, kw_only=True):
    type: ClassVar = "merged"
    into: str = ""


class Tagged(Event, frozen=True, kw_only=True):
    """`tags` is the whole new set."""

    type: ClassVar = "tagged"
    tags: tuple[str, ...] = ()


class SurveySent(Event, frozen=True, kw_only=True):
    type: ClassVar = "survey.sent"
    kind: SurveyKind = "csat"
    survey: str = ""
    scale: str = "1-5"


class Rated(Event, frozen=True, kw_only=True):
    """`agent` is who is credited: the last person who had answered before the survey was sent."""

    type: ClassVar = "rated"
    kind: SurveyKind = "csat"
    survey: str = ""
    scale: str = "1-5"
    score: int | None = None
    agent: Named | None = None
    comment: Content[str | None] = None
