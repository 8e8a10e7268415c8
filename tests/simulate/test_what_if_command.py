"""`chat-butler what-if`, as people call it, over a week that was simulated into a database."""

import json
from pathlib import Path

import pytest

from server.settings import sqlite_url
from tests.forked import ran, ran_afresh
from tests.simulate.days import Day
from tests.simulate.test_command import Run, run_here

__all__ = ["run_here"]

WEEK = ("--week", "2026-01-05", "--weeks", "3")


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hours of that week's Monday, kept."""
    folder = tmp_path_factory.mktemp("past")
    Day(sqlite_url(folder), seed=3, hours=2, arrivals=30, handling=200, agents=2, patience=200)
    return folder


def test_it_shows_the_week_as_it_was_beside_the_change(past: Path) -> None:
    rules = past / "rules.json"
    rules.write_text(json.dumps({"Support": {"policy": "round_robin"}}))
    done = ran_afresh("what-if", *WEEK, "--data", str(past), "--more", "2@00:00-02:00", "--rules", str(rules))
    assert done.returncode == 0, done.stderr
    assert "3 weeks, each as it was and with the change" in done.stdout
    assert "First answer by people" in done.stdout


def test_for_machines_it_is_one_object_on_both_databases(database_url: str) -> None:
    Day(database_url, seed=3, hours=1, arrivals=30, handling=200, agents=2)
    done = ran("what-if", *WEEK, "--database-url", database_url, "--slots", "3", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["weeks"] == 3
    assert [one["name"] for one in answer["figures"]][:2] == ["frt", "service_level"]
    assert "same_handling" in answer["notes"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--weeks", "2"), "--weeks: from 3 to 30"),
        (("--within", "7"), "--within: one of"),
        (("--week", "2026-02-02"), "nobody was queued in that week"),
        (("--week", "soon"), "soon"),
        (("--week", "2126-01-05"), "not over yet"),
        (("--more", "many"), "--more: 'many' is not read"),
        (("--without", "eve@evil.example"), "nobody here has the address"),
        (("--team", "Sales"), "there is no team 'Sales'"),
        (("--rules", "nowhere.json"), "nowhere.json"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    run_here: Run,
    past: Path,
    words: tuple[str, ...],
    says: str,
) -> None:
    given = WEEK if words[0] not in WEEK else ()
    done = run_here("what-if", *given, "--data", str(past), *words)
    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr
