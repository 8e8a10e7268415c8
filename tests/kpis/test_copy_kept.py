"""The copy between two starts: nothing is copied twice, and nothing that is torn or of others is believed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from server.core.events import Event
from server.core.kpis.asking.ask import Ask
from server.core.kpis.figure import figure
from server.store.reports import copy, shelf
from server.store.reports.copy import Copy
from server.store.reports.source import Records
from tests.cast import MINUTE, NINE, ada_says, resolved_by_ada, started, story, vera_says
from tests.kpis.test_copy import ListSource

ROOT = Path(__file__).parents[2]
WEEK = 7 * 24 * 3_600_000
LATER = NINE + 100 * WEEK


class Watched(ListSource):
    """Counts what is read of it."""

    page = 20
    read = 0

    def pages(self, mark: int) -> Iterator[tuple[Records, int]]:
        for page, next_mark in super().pages(mark):
            self.read += len(page)
            yield page, next_mark


@pytest.fixture(autouse=True)
def small_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, few in {"FRESH": 5, "RECENT": 20, "AT_ONCE": 40}.items():
        monkeypatch.setattr(copy, name, few)


def talk(number: int, replies: int = 1) -> Sequence[Event]:
    at = NINE + number * WEEK // 20
    said = [ada_says(at=at + MINUTE * (1 + number % 7) + reply) for reply in range(replies)]
    return story(
        started(at=at),
        vera_says(at=at),
        *said,
        resolved_by_ada(at=at + 60 * MINUTE),
        conversation=f"c{number}",
    )


def told(conversations: int) -> Watched:
    source = Watched()
    source.changes = [talk(number) for number in range(conversations)]
    return source


def answers(pulled: Copy) -> list[Any]:
    pulled.pull()
    asks = [("frt", "event"), ("art", "event"), ("volume", "event"), ("backlog", "instant")]
    return [figure(pulled.frames(None), Ask(kpi, LATER, attribution=by)) for kpi, by in asks]


def answers_at_once(source: ListSource) -> list[Any]:
    """Of a copy without layers: all that there is comes in one piece."""
    whole = ListSource()
    whole.changes, whole.page = source.changes, len(source.changes)
    return answers(Copy(whole))


def test_a_restart_reads_only_what_has_changed_since(tmp_path: Path) -> None:
    source = told(100)
    first = Copy(source, tmp_path)
    before = answers(first)
    first.close()
    source.read = 0
    source.changes.append(talk(100))
    again = Copy(source, tmp_path)
    after = answers(again)
    assert source.read <= 1
    assert after[2]["n"] == before[2]["n"] + 1 == 101
    assert after == answers_at_once(source)


def test_a_conversation_of_long_ago_that_goes_on_is_replaced_wherever_it_lies(tmp_path: Path) -> None:
    source = told(100)
    pulled = Copy(source, tmp_path)
    answers(pulled)
    for number in range(0, 60, 3):
        source.changes.append(talk(number, replies=3))
        assert answers(pulled) == answers_at_once(source)
    pulled.close()
    assert answers(Copy(source, tmp_path)) == answers_at_once(source)


def test_who_reads_on_sees_what_was_there_when_he_began(tmp_path: Path) -> None:
    source = told(100)
    pulled = Copy(source, tmp_path)
    before = answers(pulled)
    frames = pulled.frames(None)
    past = pulled.frames(NINE + WEEK)
    then = figure(past, Ask("frt", LATER, as_of=NINE + WEEK))
    for number in range(100):
        source.changes.append(talk(number, replies=2))
        pulled.pull()
    pulled.save()
    pulled.save()
    asks = [("frt", "event"), ("art", "event"), ("volume", "event"), ("backlog", "instant")]
    assert [figure(frames, Ask(kpi, LATER, attribution=by)) for kpi, by in asks] == before
    assert figure(past, Ask("frt", LATER, as_of=NINE + WEEK)) == then


def test_a_month_of_many_is_several_parts_none_of_them_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "LARGEST", 30)
    source = told(200)
    pulled = Copy(source, tmp_path)
    assert answers(pulled) == answers_at_once(source)
    for number in range(0, 200, 2):
        source.changes.append(talk(number, replies=2))
    assert answers(pulled) == answers_at_once(source)
    pulled.save()
    pulled.close()
    heights = [
        part["height"] for part in json.loads(next(tmp_path.rglob("manifest.json")).read_text())["parts"]
    ]
    assert len(heights) > 3
    assert max(heights) <= 60
    assert answers(Copy(source, tmp_path)) == answers_at_once(source)


def test_a_copy_of_another_database_is_thrown_away(tmp_path: Path) -> None:
    mine = Copy(told(100), tmp_path)
    mine.pull()
    mine.close()
    restored = told(60)
    restored.changes += [talk(number, replies=2) for number in range(60, 120)]
    assert answers(Copy(restored, tmp_path)) == answers_at_once(restored)


@pytest.mark.parametrize("torn", ("manifest.json", "conversations.parquet", "turns.parquet"))
def test_what_is_torn_is_copied_anew(tmp_path: Path, torn: str) -> None:
    source = told(100)
    first = Copy(source, tmp_path)
    first.pull()
    first.close()
    for file in tmp_path.rglob(torn):
        file.write_bytes(file.read_bytes()[:10])
    assert answers(Copy(source, tmp_path)) == answers_at_once(source)


def test_what_else_is_in_the_folder_stays_and_copies_with_other_columns_go(tmp_path: Path) -> None:
    others, outdated = tmp_path / "photos", tmp_path / "0123456789ab"
    for folder, file in ((others, "cat.png"), (outdated, "manifest.json")):
        folder.mkdir()
        (folder / file).write_text("{}")
    Copy(told(100), tmp_path).pull()
    assert (others / "cat.png").exists()
    assert not outdated.exists()


def test_two_processes_do_not_share_a_folder(tmp_path: Path) -> None:
    source = told(100)
    first, second = Copy(source, tmp_path), Copy(source, tmp_path)
    assert answers(first) == answers(second)
    folders = {str(one._shelf.folder) for one in (first, second)}
    assert len(folders) == 2


_KILLED = """
import os, signal, sys
from pathlib import Path
from server.store.reports import copy, shelf
from tests.kpis.test_copy_kept import talk, told
copy.FRESH, copy.RECENT, copy.AT_ONCE = 5, 20, 40
source = told(100)
pulled = copy.Copy(source, Path(sys.argv[1]))
pulled.pull()
source.changes += [talk(number, replies=2) for number in range(100)]
real, left = getattr(shelf, sys.argv[2]), [int(sys.argv[3])]
def dies(*given, **named):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given, **named)
setattr(shelf, sys.argv[2], dies)
pulled.pull()
pulled.save()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing kills like that here")
@pytest.mark.parametrize(("at", "times"), (("write", 1), ("write", 3), ("asdict", 1)))
def test_killed_half_way_the_old_one_is_still_whole(tmp_path: Path, at: str, times: int) -> None:
    words = [sys.executable, "-c", _KILLED, str(tmp_path), at, str(times)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == -signal.SIGKILL, done.stderr
    manifests = list(tmp_path.rglob("manifest.json"))
    named = {part["name"] for part in json.loads(manifests[0].read_text())["parts"]}
    assert named <= set(os.listdir(manifests[0].parent))
    source = told(100)
    source.changes += [talk(number, replies=2) for number in range(100)]
    assert answers(Copy(source, tmp_path)) == answers_at_once(source)
