"""Teams, and the rules by which their queues are worked."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, structs

from server.core.refusals import Invalid, NotFound
from server.core.rules import Policy, Rules
from server.desk.directory import Team
from server.desk.later import reminders
from server.desk.queue import overflow
from server.desk.queue.preview import next_one

from ..calls import Call
from ..login import Name
from ..paging import page
from .fields import Id, given, name_of

Span = Annotated[int, Meta(ge=1, le=366 * 86_400)]
Count = Annotated[int, Meta(ge=1, le=10_000)]


class Raise(Struct, forbid_unknown_fields=True):
    """Makes what fits more urgent (server/core/rules.py)."""

    kind: Literal["tag", "page", "field"]
    value: Annotated[str, Meta(min_length=1, max_length=200)]
    priority: Annotated[int, Meta(ge=-9, le=9)]
    name: Annotated[str, Meta(max_length=64)] = ""


class RulesChange(Struct, forbid_unknown_fields=True):
    """What is given. Spans in seconds; null: that does not happen."""

    policy: Policy | UnsetType = UNSET
    order: Literal["waiting", "sla"] | UnsetType = UNSET
    ageing: Span | None | UnsetType = UNSET
    raises: Annotated[list[Raise], Meta(max_length=50)] | UnsetType = UNSET
    answer_within: Span | None | UnsetType = UNSET
    last_agent_within: Span | None | UnsetType = UNSET
    fair_share: Count | None | UnsetType = UNSET
    overflow_after: Span | None | UnsetType = UNSET
    overflow_to: Id | None | UnsetType = UNSET
    when_away: Literal["keep", "hand_back"] | UnsetType = UNSET
    max_wait: Span | None | UnsetType = UNSET
    visitor_nudge_after: Span | None | UnsetType = UNSET
    visitor_close_after: Span | None | UnsetType = UNSET
    agent_nudge_after: Span | None | UnsetType = UNSET
    agent_requeue_after: Span | None | UnsetType = UNSET
    alert_waiting: Count | None | UnsetType = UNSET
    alert_wait: Span | None | UnsetType = UNSET
    handling: Span | UnsetType = UNSET


class NewTeam(Struct, forbid_unknown_fields=True):
    name: Name


class TeamChange(Struct, forbid_unknown_fields=True):
    """What is given, in `rules` too."""

    name: Name | UnsetType = UNSET
    rules: RulesChange | UnsetType = UNSET


class Choosing(Struct, forbid_unknown_fields=True):
    """By which rules somebody would be chosen."""

    policy: Policy
    fair_share: Count | None = None


async def teams(call: Call) -> dict[str, Any]:
    found = call.parts.kept.directory.teams.values()
    return page(call, found, lambda team: (team.name, team.id), _team)


async def team(call: Call) -> dict[str, Any]:
    return _team(_team_of(call))


async def add_team(call: Call) -> dict[str, Any]:
    return _team(await call.parts.kept.people.add_team(name_of(call.body.name)))


async def change_team(call: Call) -> dict[str, Any]:
    found = _team_of(call)
    wish: TeamChange = call.body
    changes: dict[str, Any] = {}
    if wish.name is not UNSET:
        changes["name"] = name_of(wish.name)
    if wish.rules is not UNSET:
        changes["rules"] = _changed(call, found, wish.rules).to_dict()
    if not changes:
        return _team(found)
    changed = await call.parts.kept.people.change_team(found.id, changes)
    if changed.rules != found.rules:
        await reminders.begin(call.parts.desk, found.id)
        await overflow.begin(call.parts.desk, found.id)
        call.parts.desk.notice_change()
    return _team(changed)


async def preview(call: Call) -> dict[str, Any]:
    wish: Choosing = call.body
    return next_one(call.parts.desk, _team_of(call), wish.policy, wish.fair_share)


async def remove_team(call: Call) -> dict[str, Any]:
    await call.parts.kept.people.remove_team(_team_of(call).id)
    return {}


def _team_of(call: Call) -> Team:
    found = call.parts.kept.directory.teams.get(call.path("id"))
    if found is None:
        raise NotFound("no such team")
    return found


def _changed(call: Call, team: Team, change: RulesChange) -> Rules:
    """The rules as they would be. Raises Invalid for what could never be carried out."""
    changes = given(change)
    if "raises" in changes:
        changes["raises"] = [structs.asdict(one) for one in changes["raises"]]
    rules = Rules.from_dict({**team.rules.to_dict(), **changes})
    _must_be_able_to_fit(rules)
    _must_leave_time("visitor_close_after", rules.visitor_nudge_after, rules.visitor_close_after)
    _must_leave_time("agent_requeue_after", rules.agent_nudge_after, rules.agent_requeue_after)
    if rules.overflow_to is not None:
        _must_end(call, team, rules.overflow_to)
    return rules


def _must_be_able_to_fit(rules: Rules) -> None:
    for one in rules.raises:
        if one.kind == "page" and not one.value.startswith("/"):
            raise Invalid("raises: a page's address begins with / here, as after the name of its site")
        if one.kind == "field" and not one.name.strip():
            raise Invalid("raises: a field has a name")


def _must_leave_time(name: str, nudge: int | None, end: int | None) -> None:
    if nudge is not None and end is not None and end <= nudge:
        raise Invalid(f"{name}: whoever is reminded after {nudge} s needs time to answer")


def _must_end(call: Call, team: Team, first: str) -> None:
    """Nobody may be sent round in a circle."""
    known = call.parts.kept.directory.teams
    following: str | None = first
    seen: set[str] = set()
    while following is not None and following not in seen:
        seen.add(following)
        if following not in known:
            raise Invalid(f"overflow_to: there is no team {following}")
        if following == team.id:
            raise Invalid("overflow_to: that leads back to this team")
        following = known[following].rules.overflow_to


def _team(team: Team) -> dict[str, Any]:
    return {"id": team.id, "name": team.name, "rules": team.rules.to_dict()}
