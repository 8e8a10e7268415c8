"""`chat-butler simulate`, as people call it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from server import cli
from tests.forked import ran, ran_afresh

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SHORT = ("--hours", "1", "--arrivals", "30", "--handling", "120", "--agents", "2")


@pytest.fixture
def run_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """In this process, for what is refused at once."""
    logs = structlog.get_config()

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["chat-butler", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        code = ended.value.code if isinstance(ended.value.code, int) else 1
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    yield run
    # A program's log goes to what is its standard error then, which is closed by now.
    structlog.configure(**logs)


def test_it_shows_the_figures_beside_those_of_theory_and_says_how_it_was_stored() -> None:
    done = ran("simulate", *SHORT)
    assert done.returncode == 0, done.stderr
    assert "Erlang C, 2 servers" in done.stdout
    assert "Wait, mean of all" in done.stdout
    assert "without waiting for the disk" in done.stdout


def test_for_machines_it_is_one_object(tmp_path: Path) -> None:
    scenario = tmp_path / "day.json"
    scenario.write_text(json.dumps({"hours": 1, "agents": [{"count": 2, "slots": 2}], "patience": 60}))
    done = ran("simulate", str(scenario), "--arrivals", "40", "--json")
    answer = json.loads(done.stdout)
    assert answer["came"] == answer["offered"] == answer["answered"] + answer["abandoned"]
    assert [one["id"] for one in answer["figures"]][:3] == ["mean_wait", "asa", "service_level"]


def test_what_is_kept_can_be_exported_and_agrees_and_is_the_same_again(tmp_path: Path) -> None:
    exported = []
    for number in ("1", "2"):
        data = ("--data", str(tmp_path / number))
        # Afresh: how strings are hashed is settled when a Python starts.
        assert ran_afresh("simulate", *SHORT, *data, PYTHONHASHSEED=number).returncode == 0
        exported.append(ran("timeline", "export", *data).stdout)
    assert exported[0] == exported[1] != ""
    assert ran("rebuild", "--check", *data).returncode == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--hours", "-1"), "hours"),
        (("nothing.json",), "nothing.json"),
        (("--data", "a", "--database-url", "postgresql://b/c"), "not both"),
        (("--within", "7"), "within"),
    ],
)
def test_bad_usage_is_one_line(run_here: Run, words: tuple[str, ...], says: str) -> None:
    done = run_here("simulate", *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
