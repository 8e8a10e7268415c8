"""Mails reports when they are due: figures as they were known then, each letter once (see outbox.py)."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import orjson
import structlog

from server import links
from server.core.kpis.asking.ask import Ask
from server.core.kpis.asking.mailed import Asked, asks_of, shown_at, tiles_of
from server.core.kpis.asking.presets import BEFORE, period_of
from server.core.kpis.asking.saved import BadSaved, Tile
from server.core.schedules import Schedule
from server.desk.back_office import Kept
from server.desk.desk import Desk
from server.desk.directory import Directory
from server.desk.outside import reports as reports_
from server.desk.outside.errands import Errand, NotSent, fingerprint
from server.desk.outside.reports import REPORT_MAIL, Line, ReportLetter

from .outbox import again_at

log = structlog.get_logger()

DRAFTED_WITHIN = 90.0  # s: with the way to the mail server it stays below a claim


class Counter(Protocol):
    """A connection to the mail server."""

    async def reports(self, letter: ReportLetter, now: int) -> None:
        """Raises NotSent."""
        ...

    async def closes(self) -> None: ...


class Post(Protocol):
    async def opens(self) -> Counter:
        """Raises Unreachable."""
        ...


class Reports(Protocol):
    """The reporting process."""

    async def figures(self, asks: Sequence[Ask]) -> list[dict[str, Any]]: ...
    async def tables(self, asks: Sequence[Ask], kind: Any, names: Any, base: str) -> bytes: ...  # noqa: ANN401


@dataclass(frozen=True, slots=True)
class Content:
    """What all get who get this report of this moment."""

    name: str | None
    page: str | None
    place: str
    lines: Sequence[Line]
    workbook: bytes | None


class ReportLetters:
    """`public_url`: where people reach us, for links; `chance` gives numbers from 0 to 1."""

    def __init__(
        self,
        desk: Desk,
        kept: Kept,
        reports: Reports,
        post: Post,
        public_url: str,
        chance: Callable[[], float],
    ) -> None:
        self._desk = desk
        self._kept = kept
        self._reports = reports
        self._post = post
        self._public_url = public_url
        self._chance = chance
        self._last: tuple[object, Content] | None = None
        self._work: asyncio.Task[None] | None = None
        self._stops = False

    async def look(self) -> None:
        """Puts what is due into the outbox, and carries out what is in it; at one thing at a time. Cancelled,
        it still brings the letter at hand to its end.
        """
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._look(), name="report letters")
        await asyncio.shield(self._work)

    async def stop(self, within: float) -> None:
        """Returns once the letter at hand is out and noted, or after so many seconds."""
        self._stops = True
        if self._work is not None:
            await asyncio.wait([self._work], timeout=within)

    async def _look(self) -> None:
        await reports_.look(self._kept.schedules, self._desk.directory, self._desk.clock())
        while not self._stops and (errands := await self._kept.outbox.claim(self._desk.clock(), REPORT_MAIL)):
            for errand in errands:
                if self._stops:
                    await self._kept.outbox.releases(errand)
                else:
                    await self._carry_out(errand)

    async def _carry_out(self, errand: Errand) -> None:
        try:
            async with asyncio.timeout(DRAFTED_WITHIN):
                letter = await self._draft(errand)
        except Exception as problem:  # figures that are not to be had now may be had later
            await self._failed(errand, NotSent(f"no figures: {type(problem).__name__}: {problem}"))
            return
        if letter is None:
            await self._kept.outbox.drop([errand])
            return
        await self._sends(errand, letter)

    async def _sends(self, errand: Errand, letter: ReportLetter) -> None:
        try:
            counter = await self._post.opens()
            try:
                await counter.reports(letter, self._desk.clock())
            finally:
                await counter.closes()
        except NotSent as problem:
            await self._failed(errand, problem)
            return
        await self._kept.outbox.sent(errand)
        log.info("report_sent", run=errand.run)

    async def _failed(self, errand: Errand, problem: NotSent) -> None:
        now = self._desk.clock()
        at = None if problem.for_good else again_at(errand.attempts + 1, now, self._chance())
        await self._kept.outbox.fails(errand, str(problem), at)
        log.warning("report_not_sent", run=errand.run, reason=str(problem), given_up=at is None)

    async def _draft(self, errand: Errand) -> ReportLetter | None:
        """None: nobody wants it any more, or may have it."""
        directory = self._desk.directory
        schedule = await self._kept.schedules.get(errand.subject)
        data = orjson.loads(errand.data or "{}")
        to = _address(schedule, errand, data, directory)
        if schedule is None or to is None or reports_.owner_of(schedule, directory) is None:
            return None
        content = await self._content(schedule, data["at"])
        if content is None:
            return None
        since, until = period_of(BEFORE[schedule.every], data["at"], schedule.tz)
        key = str(directory.settings.get("address_key"))
        return ReportLetter(
            run=errand.run,
            to=to,
            locale=_locale(directory, to),
            name=content.name,
            page=content.page,
            since=since,
            until=until,
            tz=schedule.tz,
            as_of=data["at"],
            lines=content.lines,
            link=f"{self._public_url}/console/#{content.place}",
            leave=f"{self._public_url}/r/{links.leaving(key, schedule.id, to)}",
            workbook=content.workbook,
        )

    async def _content(self, schedule: Schedule, at: int) -> Content | None:
        """Computed once for all who get it."""
        own = self._desk.directory.settings.get("targets")
        agents = bool(self._desk.directory.settings.get("per_agent_figures", False))
        found = await self._subject(schedule)
        if found is None:
            return None
        name, place, tiles = found
        asked = asks_of(tiles, schedule.every, at, schedule.tz, own if isinstance(own, dict) else {}, agents)
        key = (tuple(ask for _, ask in asked), schedule.xlsx, name)
        if self._last is None or self._last[0] != key:
            page = schedule.subject if schedule.of == "page" else None
            self._last = key, Content(name, page, place, *await self._computed(asked, schedule.xlsx))
        return self._last[1]

    async def _subject(self, schedule: Schedule) -> tuple[str | None, str, Sequence[Tile]] | None:
        """Its name, where the console shows it, and its figures; None: it is there no more."""
        try:
            if schedule.of == "page":
                return None, f"/reports/{schedule.subject}", tiles_of(schedule.subject, "")
            if schedule.of == "view":
                view = await self._kept.views.get(schedule.subject)
                if view is None or not (view.shared or view.owner == schedule.owner):
                    return None
                return view.name, f"/reports/{view.path}?{view.query}", tiles_of(view.path, view.query)
        except BadSaved:
            return None
        dashboard = await self._kept.dashboards.get(schedule.subject)
        if dashboard is None or not (dashboard.shared or dashboard.owner == schedule.owner):
            return None
        return dashboard.name, f"/reports/dashboards/{dashboard.id}", dashboard.tiles

    async def _computed(self, asked: Sequence[Asked], xlsx: bool) -> tuple[Sequence[Line], bytes | None]:
        """What has no source here yet is left out."""
        if not asked:
            return [], None
        # The groups are in the workbook; the letter has a line a figure.
        whole = [replace(ask, by=()) for _, ask in asked]
        figures = await self._reports.figures(whole)
        base = f"{self._public_url}/console/#"
        names = self._desk.directory.names()
        lines = [
            Line(figure, _named(tile, names), base + shown_at(tile, ask))
            for (tile, ask), figure in zip(asked, figures, strict=True)
            if figure.get("reason") != "no_source"
        ]
        if not xlsx or not lines:
            return lines, None
        asks = [ask for _, ask in asked]
        return lines, await self._reports.tables(asks, "xlsx", names, self._public_url)


def _named(tile: Tile, names: Mapping[str, str]) -> list[str]:
    return [names.get(value, value) for value in tile.filters.values()]


def _address(
    schedule: Schedule | None, errand: Errand, data: dict[str, Any], directory: Directory
) -> str | None:
    if schedule is None:
        return None
    if "person" in data:
        person = directory.people.get(data["person"])
        return person.email if person is not None and not person.disabled else None
    mark = errand.run.rpartition(":")[2]
    to = next((one for one in schedule.to if fingerprint(one) == mark), None)
    wanted = to is not None and not schedule.disabled and reports_.may_get(directory, to)
    return to if wanted else None


def _locale(directory: Directory, to: str) -> str | None:
    """The reader's; whoever does not work here is written to in the first site's."""
    reader = reports_.reader_of(directory, to)
    sites = sorted(directory.sites.values(), key=lambda site: site.name)
    return (reader and reader.locale) or (sites[0].locale if sites else None)
