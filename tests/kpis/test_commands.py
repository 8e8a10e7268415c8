"""`chat-butler kpis …` as an auditor uses it: a file, no server."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from server.core.wire import to_wire
from server.kpi_commands import app
from tests.cast import MINUTE, NINE, ada_says, started, story, vera_says

VECTORS = Path(__file__).parent / "kpi_vectors.json"
SHORT = """{"t": "2026-03-03T10:00:00Z", "c": "c1", "e": "conversation.started", "origin": "visitor"}
{"t": "2026-03-03T10:00:05Z", "c": "c1", "e": "message.sent", "by": "visitor"}
{"t": "2026-03-03T10:00:25Z", "c": "c1", "e": "message.sent", "by": "agent", "agent": "A1"}
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def short(tmp_path: Path) -> Path:
    file = tmp_path / "short.jsonl"
    file.write_text(SHORT)
    return file


def test_the_registry_is_listed() -> None:
    found = json.loads(run("list", "--json").stdout)
    assert "frt" in [entry["id"] for entry in found["items"]]
    assert "First response time" in run("list").stdout


def test_a_figure_comes_from_a_bare_file_in_the_short_form(short: Path) -> None:
    answer = json.loads(run("show", "frt", "--timeline", short, "--json").stdout)
    assert (answer["value"], answer["n"], answer["excluded"]) == (20.0, 1, {})
    assert answer["definition"]


def test_a_figure_comes_from_a_bare_file_in_the_full_form(tmp_path: Path) -> None:
    file = tmp_path / "full.jsonl"
    talk = story(started(), vera_says(at=NINE), ada_says(at=NINE + MINUTE))
    file.write_text("".join(json.dumps(to_wire(event)) + "\n" for event in talk))
    shown = run("show", "frt", "--timeline", file, "--by", "agent")
    assert shown.exit_code == 0
    assert "First response time (frt): 60 s" in shown.stdout
    assert "a_ada: 60 s (n 1)" in shown.stdout


def test_opening_hours_come_from_a_file_too(short: Path, tmp_path: Path) -> None:
    hours = tmp_path / "hours.json"
    hours.write_text('{"tz": "Europe/Rome", "hours": {"tue": ["09:00", "11:00"]}, "holidays": []}')
    shown = run("show", "frt", "--timeline", short, "--calendar", hours, "--clock", "business", "--json")
    answer = json.loads(shown.stdout)
    assert (answer["value"], answer["wall"], answer["tz"]) == (0.0, 20.0, "Europe/Rome")


def test_a_figure_is_judged_and_compared(short: Path) -> None:
    period = ("--from", "2026-03-03", "--to", "2026-03-04", "--compare", "before", "--target", "5")
    shown = run("show", "frt", "--timeline", short, *period)
    assert "  target 5 s: too close" in shown.stdout
    assert "  before: none (n 0)" in shown.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "luck"), "there is no KPI 'luck'"),
        (("show", "frt", "--option", "faster"), "no option 'faster'"),
        (
            ("show", "service_level", "--option", "formula=2", "--option", "formula=3"),
            "formula=2 goes not with formula=3; one of: formula=4, formula=1,",
        ),
        (
            ("show", "avg_volume", "--option", "per=week", "--option", "per=day"),
            "per=week goes not with per=day; one of: per=day, per=week, per=month, per=agent",
        ),
        (("show", "frt", "--tz", "Moon"), "time zone"),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(words: tuple[str, ...], says: str, short: Path) -> None:
    done = run(*words, "--timeline", short)
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nonsense", "not JSON"),
        ("[]", "an event is a JSON object"),
        ('{"t": "2026-03-03T10:00:00Z", "c": "c1", "e": "luck"}', "luck"),
        ('{"t": "never", "c": "c1", "e": "queued"}', "never"),
        ('{"t": "2026-03-03T10:00:00Z", "e": "queued"}', "names no conversation"),
        ('{"t": "2026-03-03T10:00:00Z", "c": "c1", "e": "message.sent"}', "'by' is missing"),
        ('{"t": "2026-03-03T10:00:00Z", "c": "c1", "e": "message.sent", "by": "king"}', "king"),
    ],
)
def test_a_line_that_is_no_event_is_named(line: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(SHORT + line + "\n")
    done = run("show", "frt", "--timeline", file)
    assert done.exit_code == 2
    assert "line 4" in done.stderr and says in done.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run("check", tmp_path / "none.json")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert "none.json" in done.stderr


def test_a_database_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    done = run("show", "frt", "--data", tmp_path)
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)


def test_checking_ends_with_how_many_passed() -> None:
    done = run("check", VECTORS, "--kpi", "csat")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "ok   csat-percent (csat); compared: percent, mean, n, ci, distribution, low_n"
    assert lines[-2:] == ["22 of 22 keys compared", "7 passed, 0 failed"]


def test_a_case_that_fails_makes_it_exit_1(tmp_path: Path) -> None:
    file = tmp_path / "wrong.json"
    case = {"id": "own", "kpi": "frt", "params": {}, "inputs": {"values": [1]}, "expected": {"value": 2}}
    file.write_text(json.dumps({"version": 1, "vectors": [case]}))
    done = run("check", file)
    assert done.exit_code == 1
    assert "value: expected 2, got 1.0" in done.stdout
    assert json.loads(run("check", file, "--json").stdout)["failed"] == 1
