"""A case that answers whatever stands under an expected key."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from typing import Any

import polars as pl

from ..asking import periods
from ..asking.ask import Ask
from ..asking.listing import Listing
from ..behind import rows_behind
from ..catalogue import CATALOGUE
from ..display import rounded
from ..families.satisfaction import SCALES
from ..figure import figure, values
from . import asked, made, parts, settings
from .given import edges
from .question import Plain, Question

Answer = dict[str, Any]

UNKNOWN = object()  # the answer to a key that nothing here computes
_OUT = ("spam", "test", "merged", "duplicate", "no_visitor_message")
_OLDEST = ("oldest", "oldest_age", "pending_age", "pending_oldest", "oldest_pending_age")
_SILENT = ("left_on_read", "left_unread", "dropped")  # how many, in vectors
_STAYING = ("crr", "ccr")
_COUNTED = ("human", "bot_only", "live", "offline")
_AT_WORK = ("busy", "contacts_per_hour")
_SHARES = ("occupancy", "slot_occupancy", "shrinkage")  # of 1 in vectors
_OFFERED = ("offered", "answered", "abandoned")
_OF_AGENT = ("value", "mean", "p50", "p90", "p95", "max", "n", "pending", "business", "wall", "low_n")


class Case(Question):
    """One case, ready to be asked anything."""

    def answer(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """What stands under that key, or UNKNOWN."""
        finds = (
            self._by_scale,
            self._part,
            self._split,
            self._own,
            self._special,
            self._option,
            self._other_kpi,
            self._agent,
        )
        for find in finds:
            if (found := find(key, wanted)) is not UNKNOWN:
                return found
        return UNKNOWN

    def figure(self, **changes: Any) -> Answer:  # noqa: ANN401  (fields of Ask)
        return figure(self.frames, replace(self.ask, **changes))

    def of(self, kpi: str, options: tuple[str, ...] = ()) -> Answer:
        attributions = CATALOGUE[kpi].attributions
        kept = self.ask.attribution if self.ask.attribution in attributions else attributions[0]
        clock = self.ask.clock if self.ask.clock in CATALOGUE[kpi].clocks else "wall"
        options = (*self._kept(kpi, options), *options)
        return self.figure(kpi=kpi, options=options, attribution=kept, clock=clock, by=())

    def _kept(self, kpi: str, options: tuple[str, ...]) -> tuple[str, ...]:
        """The case's own settings, such as the scale; what is set otherwise replaces them."""
        replaced = {option.partition("=")[0] for option in options}
        own = self.ask.options
        if kpi != self.kpi:
            named = [o for o in settings.named(self.params.get("option")) if o in CATALOGUE[kpi].options]
            own = (*named, *settings.options(kpi, self._said()))
        return tuple(o for o in own if "=" in o and o.partition("=")[0] not in replaced)

    def _part(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """What is wanted of a part of it, such as `march_cohort`, `live` or a channel."""
        if not isinstance(wanted, Mapping):
            return UNKNOWN
        year = (
            periods.local_date(min(story[0].at for story in self.stories), self.tz).year
            if self.stories
            else 0
        )
        if (found := parts.narrowed(key, self.frames, self.ask, year)) is None:
            found = self._with_option(key, wanted)
        if found is None:
            return UNKNOWN
        part = copy(self)
        part.frames, part.ask = found
        answers = {name: part.answer(name, one) for name, one in wanted.items()}
        return {name: answer for name, answer in answers.items() if answer is not UNKNOWN}

    def _with_option(self, key: str, wanted: Plain) -> parts.Narrowed | None:
        """As `{"first": {"value": 60, "n": 1}}`; what is wanted of each conversation names these instead."""
        if key not in CATALOGUE[self.kpi].options or not set(wanted) <= {*self.figure(), *_OF_AGENT}:
            return None
        more = () if key == CATALOGUE[self.kpi].default else (key,)
        return self.frames, replace(self.ask, options=(*self._kept(self.kpi, more), *more))

    def _split(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """`by_channel`, `channels`: a value, or more, for each."""
        part = parts.PLURALS.get(key, key.removeprefix("by_"))
        if key == "groups" and len(self.ask.by) == 1:
            part = self.ask.by[0]
        if not isinstance(wanted, Mapping | list) or part not in CATALOGUE[self.kpi].splits:
            return UNKNOWN
        ask = self._of_agents() if part == "agent" else self.ask
        return parts.split(part, wanted, self.frames, ask) if part != key else UNKNOWN

    def _of_agents(self) -> Ask:
        """Whoever answers inherits no wait: single agents are asked about by their own clock."""
        is_usual = self.kpi == "art" and "from_last" not in self.ask.options
        return replace(self.ask, options=(*self.ask.options, *(["agent"] if is_usual else [])))

    def _by_scale(self, key: str, _: object) -> Any:  # noqa: ANN401
        """Ratings of one scale have their mean on it; those of several are rescaled."""
        if key != "mean" or self.kpi != "csat":
            return UNKNOWN
        ratings = self.frames["ratings"].filter(pl.col("kind") == "csat", pl.col("rated_at").is_not_null())
        scales = ratings.select("scale").unique().collect()["scale"].to_list()
        mean = self.figure()["mean"]
        if len(scales) != 1 or scales[0] not in SCALES or mean is None:
            return mean
        low, high, _ = SCALES[scales[0]]
        return low + (mean - 1) * (high - low) / 4

    def _own(self, key: str, _: object) -> Any:  # noqa: ANN401
        if key in self.told:
            return self.told[key]
        if key == "pending" and self.kpi == "abandonment":
            # Of a queue those who wait are meant; nobody who does has given up.
            return self.of("asa")[key]
        own = self.figure()
        inner = (own.get(name) or {} for name in ("split", "excluded", "attributes", "distribution"))
        for part in (own, *inner):
            if key in part and key not in ("id", "name", "groups", "options", "target"):
                return part[key]
        if key in (dimensions := own.get("dimensions") or {}):
            return dimensions[key] if isinstance(_, Mapping) else dimensions[key]["value"]
        named = [*_OUT, *(name for name, _ in made.reasons(self.kpi))]
        return 0 if key in named else UNKNOWN

    def _special(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        special: Mapping[str, Callable[[], Any]] = {
            "not_value": lambda: [self.figure()[name] for name in ("value", "mean") if name in self.figure()],
            "values": lambda: values(self.frames, self.ask),
            "credited_to": lambda: self._only("agent"),
            "segment": lambda: self._only("mode"),
            "conversations": lambda: self.of("volume")["value"],
            "buckets": lambda: self._in_buckets("mean"),
            **dict.fromkeys(_OLDEST, lambda: self.figure().get("oldest_pending", UNKNOWN)),
            "favourable": lambda: self.of(self.kpi)["value"] if self.kpi == "ces" else UNKNOWN,
            "reopened": lambda: self.of("backlog")["reopened"],
            "overdue": lambda: self.of("backlog_overdue")["value"],
            "option_chatwoot": lambda: self.of(self.kpi, ("active_counts",))["value"],
            "display": lambda: _displayed(self.figure()["value"], CATALOGUE[self.kpi].unit),
            "numerator": lambda: self.figure().get("part", UNKNOWN),
            "denominator": lambda: self.figure()["n"],
            "gross": lambda: self.of(self.kpi)["value"],
            "standing": lambda: self.of("resolution_rate")["part"],
            "containment": lambda: self.of("bot_containment")["value"],
            "overall": lambda: self.figure()["value"],
            "target_met": self._is_met,
            "unweighted": lambda: self.of(self.kpi)["value"],
            "reversed": self._reversed,
            "suppressed": lambda: self.figure().get("reason") == "too_few",
        }
        if self.kpi == "preferred_channel" and key == "by_customer":
            ranked = self.of(self.kpi, (key,))
            return ranked["ranking" if isinstance(wanted, list) else "preferred"]
        if self.kpi in _STAYING and key in (found := edges(self.frames, self.ask)):
            return found[key]
        return special[key]() if key in special else self._formula(key)

    def _reversed(self) -> Any:  # noqa: ANN401
        """Answers to a question of the opposite polarity, turned round on their scale."""
        if self.kpi not in asked.SCALES or "scores" not in self.inputs:
            return UNKNOWN
        scale = str({**self.inputs, **self.params}.get("scale") or asked.SCALES[self.kpi])
        ends = sum(int(end) for end in scale.split("-"))
        return [None if score is None else ends - score for score in self.inputs["scores"]]

    def _is_met(self) -> bool | None:
        """By the value alone; where an interval holds the target, a figure says `too_close`."""
        value, entry = self.figure()["value"], CATALOGUE[self.kpi]
        if value is None or entry.target is None:
            return None
        better = value < entry.target if entry.better == "lower" else value > entry.target
        return better or (value == entry.target and not entry.strict)

    def _formula(self, key: str) -> Any:  # noqa: ANN401
        """`1` to `5`, and `default`, which of them is meant where none is named."""
        entry = CATALOGUE[self.kpi]
        if key == "default" and entry.default:
            return entry.default.partition("=")[2] or UNKNOWN
        option = f"formula={key}"
        if option not in entry.options:
            return UNKNOWN
        return self.of(self.kpi, () if option == entry.default else (option,))["value"]

    def _only(self, part: str) -> str | None:
        groups = [group["key"] for group in self.figure(by=(part,))["groups"] if group["n"]]
        return groups[0] if len(groups) == 1 else None

    def _in_buckets(self, statistic: str) -> list[Any]:
        """Of each of the inputs' buckets, the empty ones too."""
        instants = made.buckets(self.inputs.get("buckets") or ())
        return [self.figure(since=at, until=at + 1)[statistic] for at in instants]

    def _option(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """`option`, `option_mean`, and of another KPI `kpi_option_n`; of each conversation, by its id."""
        if isinstance(wanted, Mapping) and key in CATALOGUE[self.kpi].options:
            rows = rows_behind(self.frames, Listing(replace(self.ask, options=(key,)), limit=len(wanted) + 1))
            return {row["conversation"]: row["value"] for row in rows["items"]}
        return self._of_option(self.kpi, key)

    def _of_option(self, kpi: str, key: str) -> Any:  # noqa: ANN401
        entry = CATALOGUE[kpi]
        for option in sorted(entry.options, key=len, reverse=True):
            if key == option or key.startswith(f"{option}_"):
                answer = self.of(kpi, () if option == entry.default else (option,))
                statistic = key[len(option) + 1 :] or ("mean" if option.startswith("per_") else "value")
                return answer.get(statistic, UNKNOWN)
        return UNKNOWN

    def _other_kpi(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """`kpi`, `kpi_n`, `kpi_values`, and what counts conversations, such as `human`."""
        for kpi in sorted(CATALOGUE, key=len, reverse=True):
            if key == kpi:
                return self._each_agent(kpi, wanted) if isinstance(wanted, Mapping) else self._shown(kpi)
            if key.startswith(f"{kpi}_"):
                rest = key[len(kpi) + 1 :]
                if rest == "values":
                    return values(self.frames, replace(self.ask, kpi=kpi, options=()))
                option = self._of_option(kpi, rest)
                return self.of(kpi).get(rest, UNKNOWN) if option is UNKNOWN else option
        if key in _AT_WORK:
            return self.of("concurrency").get(key, UNKNOWN)
        if key in _OFFERED:
            return self.of("abandonment").get(key, UNKNOWN)
        return self.of("volume").get(key, UNKNOWN) if key in _COUNTED else UNKNOWN

    def _each_agent(self, kpi: str, wanted: object) -> Any:  # noqa: ANN401
        return parts.split("agent", wanted, self.frames, replace(self.ask, kpi=kpi, options=()))

    def _shown(self, kpi: str) -> Any:  # noqa: ANN401
        if kpi in _SILENT:
            return self.of(kpi, tuple(o for o in self.ask.options if o in CATALOGUE[kpi].options))["part"]
        value = self.of(kpi)["value"]
        return value / 100 if kpi in _SHARES and value is not None else value

    def _agent(self, key: str, wanted: object) -> Any:  # noqa: ANN401
        """An agent's id, with figures of his own. His `business` stands beside the mean: it is one, too."""
        if not isinstance(wanted, Mapping) or CATALOGUE[self.kpi].by_agent is None:
            return UNKNOWN
        if not set(wanted) <= {*_OF_AGENT, *CATALOGUE[self.kpi].options}:
            return UNKNOWN
        agent = copy(self)
        agent.ask = replace(self._of_agents(), agent=key)
        answer = agent.figure()
        if "mean" in wanted and "value" not in wanted:
            answer |= {name: answer.get(f"{name}_mean") for name in ("business", "wall")}
        return {name: answer[name] if name in answer else agent.answer(name, wanted[name]) for name in wanted}


def _displayed(value: float | None, unit: str) -> str | None:
    return None if value is None else str(rounded(value, unit))
