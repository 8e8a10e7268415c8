"""Stories made from a vector's bare numbers, so that these go through facts and figures like all others.

Which story is told depends on the KPI and on what the inputs are called.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from server.core import events as e
from server.core.events import Event, Named, Sender
from server.core.facts import facts_of
from server.core.facts.rows import Facts, Turn
from server.core.values import replace

from ..registry import KPIS
from ..stories import THUMBS
from ..tables import Frames, frames_of_facts

Inputs = Mapping[str, Any]
Bounds = dict[str, Any]
Made = tuple[list[Facts], Bounds]

START = 1_767_225_600_000  # 2026-01-01 00:00 UTC
DAY = 86_400_000
NOW = START + 4_000 * DAY
VISITOR, BOT = Sender("visitor", "visitor"), Sender("bot", "bot")


def frames_of_inputs(kpi: str, inputs: Inputs, tz: str) -> tuple[Frames, Bounds]:
    """Frames that hold what the inputs say, and the period to be asked about. Raises ValueError."""
    for of, keys, make in _ADAPTERS:
        if kpi in of and set(keys) <= set(inputs):
            facts, bounds = make(inputs)
            return frames_of_facts(facts), bounds
    if kpi in ("art", "frt") and inputs and all(isinstance(one, Mapping) for one in inputs.values()):
        return frames_of_facts(_of_agents(inputs)), {}
    raise ValueError(f"no story is known for {kpi} from {', '.join(inputs) or 'nothing'}")


def tickets(many: int) -> Frames:
    """So many conversations, all alike."""
    one = frames_of_facts([_answered_after(1, 0, START + DAY)])
    whole = one["conversations"].collect()
    return {**one, "conversations": pl.concat([whole.clear(), *[whole] * many]).lazy()}


def reasons(kpi: str) -> Sequence[tuple[str, Any]]:
    return KPIS[kpi].leave_out if kpi in KPIS else ()


def _answered_after(seconds: float, number: int, at: int = START) -> Facts:
    return _told(number, (0, _says(VISITOR)), (seconds, _says(_agent("agent"))), at=at)


def _told(number: int | str, *steps: tuple[float, Event], at: int = START) -> Facts:
    """A conversation; each step is an event and its time in s after the start."""
    start = e.ConversationStarted(by=VISITOR, site="site", visitor=Named(f"visitor {number}"))
    conversation = number if isinstance(number, str) else f"c{number}"
    return facts_of(_numbered([(0, start), *steps], conversation, at), {})


def _numbered(steps: Sequence[tuple[float, Event]], conversation: str, start: int) -> Iterator[Event]:
    for seq, (seconds, event) in enumerate(steps, start=1):
        yield replace(event, conversation=conversation, seq=seq, at=start + round(seconds * 1000))


def _says(by: Sender) -> Event:
    return e.MessageSent(by=by)


def _agent(name: str) -> Sender:
    return Sender("agent", name)


def _values(inputs: Inputs) -> Made:
    return [_answered_after(value, number) for number, value in enumerate(inputs["values"])], {}


def _solved_after(inputs: Inputs) -> Made:
    answer = (0, _says(_agent("agent")))
    return [
        _told(number, (0, _says(VISITOR)), answer, (value, e.Resolved(by=_agent("agent"))))
        for number, value in enumerate(inputs["values"])
    ], {}


def buckets(given: Sequence[Any]) -> list[int]:
    """When all replies of each bucket are given: so far apart that no wait is as long."""
    return [START + (bucket + 1) * 400 * DAY for bucket in range(len(given))]


def _buckets(inputs: Inputs) -> Made:
    facts: list[Facts] = []
    for reply, seconds in zip(buckets(inputs["buckets"]), inputs["buckets"], strict=True):
        facts += [
            _answered_after(value, len(facts) + i, reply - round(value * 1000))
            for i, value in enumerate(seconds)
        ]
    return facts, {}


def _turns(inputs: Inputs) -> Made:
    return [_in_turn(number, seconds, "agent") for number, seconds in enumerate(inputs["turns"].values())], {}


def _in_turn(number: int, seconds: Sequence[float], agent: str) -> Facts:
    """Question and answer, again and again."""
    steps: list[tuple[float, Event]] = []
    at = 0.0
    for value in seconds:
        steps += [(at, _says(VISITOR)), (at + value, _says(_agent(agent)))]
        at += value + 1
    return _told(number, *steps)


def _of_agents(inputs: Inputs) -> list[Facts]:
    """Each agent's waits, on the wall clock and on the business clock."""
    found: list[Facts] = []
    for number, (agent, clocks) in enumerate(inputs.items()):
        facts = _in_turn(number, clocks["wall"], agent)
        for turn, seconds in zip(facts.turns, clocks.get("business", ()), strict=False):
            _on_business(turn, round(seconds * 1000))
        found.append(facts)
    return found


def _on_business(turn: Turn, business: int) -> None:
    turn.business = turn.last_business = turn.charged_business = business


def _intervals(inputs: Inputs) -> Made:
    agent = str(inputs.get("agent", "agent"))
    found = []
    for name, spans in inputs["intervals"].items():
        several = spans if spans and isinstance(spans[0], list) else [spans]
        steps = [step for number, span in enumerate(several) for step in _at_work(agent, number, *span)]
        found.append(_told(name, *steps))
    return found + _online(agent, inputs), {}


def _at_work(agent: str, number: int, start: float, stop: float) -> list[tuple[float, Event]]:
    """It is opened again for every interval but the first."""
    begins: list[Event] = [_says(VISITOR)] if not number else [e.Reopened(), _says(VISITOR)]
    steps = [*begins, e.Assigned(agent=Named(agent)), _says(_agent(agent))]
    return [*((start, step) for step in steps), (stop, e.Resolved(by=_agent(agent)))]


def _online(agent: str, inputs: Inputs) -> list[Facts]:
    """His presence, if the inputs speak of it."""
    if "online" not in inputs:
        return []
    named, slots = Named(agent), int(inputs.get("slots", 1))
    comes = e.AgentStatus(by=_agent(agent), agent=named, status="online", slots=slots, seq=1, at=START)
    goes = replace(comes, status="offline", seq=2, at=START + round(inputs["online"] * 1000))
    return [facts_of([comes, goes], {})]


def _together(inputs: Inputs) -> Made:
    """So many chats that all of them take `session_seconds`, spread evenly over the busy time."""
    chats, session, busy = (float(inputs[name]) for name in ("chats", "session_seconds", "busy_seconds"))
    length = session / chats if chats else 0.0
    starts = [number * (busy - length) / max(1, chats - 1) for number in range(int(chats))]
    return _intervals({"intervals": {str(i): (at, at + length) for i, at in enumerate(starts)}})


def _handled(inputs: Inputs) -> Made:
    """Bare handling lengths, in s."""
    return _intervals({"intervals": {str(i): (0, value) for i, value in enumerate(inputs["values"])}})


def _gaps(inputs: Inputs) -> Made:
    steps: list[tuple[float, Event]] = [(0, _says(VISITOR))]
    for gaps, sender in ((_of(inputs, "visitor"), VISITOR), (_of(inputs, "agent"), _agent("agent"))):
        for gap in gaps:
            steps.append((steps[-1][0] + gap, _says(sender)))
    end = steps[-1][0]
    return [_told(0, *steps, (end, _says(_agent("agent"))), (end, e.Resolved(by=_agent("agent"))))], {}


def _of(inputs: Inputs, who: str) -> Sequence[float]:
    return inputs.get(f"gaps_before_{who}") or ()


def _messages(inputs: Inputs) -> Made:
    """Groups of (conversations, messages out, messages in)."""
    found: list[Facts] = []
    for conversations, out, into in inputs["groups"]:
        steps = [(0, _says(VISITOR))] * into + [(1, _says(_agent("agent")))] * out
        found += [_told(len(found) + number, *steps) for number in range(conversations)]
    return found, {}


def _daily(inputs: Inputs) -> Made:
    found: list[Facts] = []
    for day, conversations in enumerate(inputs["daily"]):
        found += [
            _told(len(found) + number, (0, _says(VISITOR)), at=START + day * DAY)
            for number in range(conversations)
        ]
    return found, {"since": START, "until": START + len(inputs["daily"]) * DAY}


def _flows(inputs: Inputs) -> Made:
    """Some are open when the period begins; some enter, some that were resolved come back, some go."""
    before, inside = -3_600.0, 3_600.0
    gone: list[tuple[float, Event]] = [(before + 1, e.Resolved(by=_agent("agent")))]
    stories: list[list[tuple[float, Event]]] = []
    stories += [[(before, _says(VISITOR))] for _ in range(inputs.get("opening", 0))]
    stories += [[(inside, _says(VISITOR))] for _ in range(inputs.get("entered", 0))]
    stories += [
        [(before, _says(VISITOR)), *gone, (inside, e.Reopened())] for _ in range(inputs.get("reopened", 0))
    ]
    resolved = inputs.get("resolved", 0)
    if resolved > len(stories):
        raise ValueError("more are resolved than were there")
    for story in stories[:resolved]:
        story.append((inside + 1, e.Resolved(by=_agent("agent"))))
    facts = [_told(number, *story) for number, story in enumerate(stories)]
    return facts, {"since": START, "until": START + DAY}


def _scores(inputs: Inputs) -> Made:
    """Ratings of a scale; 0 is none. `sent` surveys in all: those beyond the scores were never answered."""
    scores = [THUMBS.get(score, score) for score in inputs["scores"]]
    scale = str(inputs.get("scale", "thumbs" if scores != [*inputs["scores"]] else "1-5"))
    scores += [None] * max(0, int(inputs.get("sent", len(scores))) - len(scores))
    return [_rated(number, score, scale) for number, score in enumerate(scores)], {}


def _satisfied(inputs: Inputs) -> Made:
    satisfied, n = int(inputs["satisfied"]), int(inputs["n"])
    return _scores({"scores": [5] * satisfied + [1] * (n - satisfied), **_sent(inputs)})


def _sent(inputs: Inputs) -> Inputs:
    return {"sent": inputs["sent"]} if "sent" in inputs else {}


def _thumbs(inputs: Inputs) -> Made:
    thumbs = ["up"] * int(inputs["up"]) + ["down"] * int(inputs["down"])
    return _scores({"scores": thumbs, **_sent(inputs)})


def _rated(number: int, score: int | None, scale: str) -> Facts:
    agent = _agent("agent")
    asked: list[tuple[float, Event]] = [
        (0, _says(VISITOR)),
        (1, _says(agent)),
        (2, e.Resolved(by=agent)),
        (3, e.SurveySent(scale=scale)),
    ]
    answer: list[tuple[float, Event]] = [(4, e.Rated(by=VISITOR, scale=scale, score=score))]
    return _told(number, *asked, *(answer if score is not None else []))


def _queue(inputs: Inputs) -> Made:
    """How many were answered within T and later, and gave up at once, within T and later."""
    in_time, lost_in_time = (int(inputs.get(name, 0)) for name in ("answered_within", "abandoned_within"))
    lost_late = int(inputs.get("abandoned_after", inputs.get("abandoned", lost_in_time) - lost_in_time))
    served_late = int(inputs["answered"]) - in_time
    at_once, soon = int(inputs.get("short_abandons", 0)), float(inputs.get("T", 20))
    if min(served_late, lost_late, lost_in_time - at_once) < 0:
        raise ValueError("more are a part than there are in all")
    waits = [("served", soon / 2)] * in_time + [("served", soon + 10)] * served_late
    waits += [("gone", min(2, soon))] * at_once + [("gone", soon)] * (lost_in_time - at_once)
    waits += [("gone", soon + 10)] * lost_late
    ends = {"served": _says(_agent("agent")), "gone": e.Resolved(by=VISITOR, reason="visitor_ended")}
    return [_told(number, (0, _says(VISITOR)), (s, ends[how])) for number, (how, s) in enumerate(waits)], {}


def _promised(number: int, seconds: int, reply: float | None, at: int = START) -> Facts:
    """A first answer was promised within so many s."""
    steps: list[tuple[float, Event]] = [(0, _says(VISITOR)), (0, e.SlaApplied(first_response=seconds))]
    if reply is not None:
        steps.append((reply, _says(_agent("agent"))))
    return _told(number, *steps, at=at)


def _decided(inputs: Inputs) -> Made:
    """So many promises were kept, broken, or are not due before long after now."""
    kinds = {"met": (60, 30.0), "breached": (60, 61.0), "pending": ((NOW - START) // 500, None)}
    wanted = [kind for name, kind in kinds.items() for _ in range(int(inputs.get(name, 0)))]
    return [_promised(number, *kind) for number, kind in enumerate(wanted)], {}


def _slack(inputs: Inputs) -> Made:
    longest = max((0, *inputs["slack"])) + 60
    return [_promised(n, longest, longest - slack) for n, slack in enumerate(inputs["slack"])], {}


def _due(inputs: Inputs) -> Made:
    """Open ones, with a deadline so many s from now, or none."""
    since = 3_600
    found: list[Facts] = []
    for number, one in enumerate(inputs["open"]):
        at = NOW - since * 1000
        left = one["deadline_in"]
        told = _told(number, (0, _says(VISITOR)), at=at)
        found.append(told if left is None else _promised(number, since + left, None, at))
    return found, {}


_DURATIONS = ("frt", "art", "asa", "time_to_take_charge")
_ADAPTERS: tuple[tuple[Sequence[str], Sequence[str], Callable[[Inputs], Made]], ...] = (
    (_DURATIONS, ("values",), _values),
    (("resolution_time",), ("values",), _solved_after),
    (_DURATIONS, ("buckets",), _buckets),
    (("art",), ("turns",), _turns),
    (("aht",), ("intervals",), _intervals),
    (("aht",), ("values",), _handled),
    (("concurrency",), ("chats", "session_seconds", "busy_seconds"), _together),
    (("aht",), ("gaps_before_visitor",), _gaps),
    (("aht",), ("gaps_before_agent",), _gaps),
    (("volume", "interactions"), ("groups",), _messages),
    (("volume",), ("daily",), _daily),
    (("backlog",), ("opening",), _flows),
    (("service_level",), ("answered", "answered_within"), _queue),
    (("sla_attainment",), ("met", "breached"), _decided),
    (("sla_slack",), ("slack",), _slack),
    (("backlog_overdue",), ("open",), _due),
    (("csat",), ("scores",), _scores),
    (("csat",), ("satisfied", "n"), _satisfied),
    (("csat",), ("up", "down"), _thumbs),
)
