"""Timelines of the two years as rows of `events`: those of the first week, moved without making events."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from server.store import rows
from tests.bench import years

_ID = re.compile(r"\b[acv]_[0-9a-f]{22}\b")


class Rows:
    """Of each conversation of a week, in any other week, what `Week.story` tells: values by `columns`."""

    def __init__(self, week: years.Week) -> None:
        self._week = week
        self._told = [[rows.event_row(event) for event in story] for story in week.stories]
        self.columns = tuple(self._told[0][0])

    def of(self, number: int, week: int) -> Iterator[tuple[Any, ...]]:
        names = self._week.names(number, week)
        for row in self._told[number]:
            moved = {
                **row,
                "subject": names[row["subject"]],
                "at": row["at"] + week * years.WEEK,
                "by_id": names.get(row["by_id"], row["by_id"]),
                "client_id": row["client_id"] and years.of_week(row["client_id"], week),
                "body": _renamed(row["body"], names),
            }
            yield tuple(moved.values())


def _renamed(body: str, names: Mapping[str, str]) -> str:
    return body if body == "{}" else _ID.sub(lambda found: names.get(found[0], found[0]), body)
