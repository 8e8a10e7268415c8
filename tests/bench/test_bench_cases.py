"""Each case of the benchmark still measures something, in its small form."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.cases import CASES
from tests.bench.machine import surroundings
from tests.bench.size import SMALL

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", CASES)
def test_a_case_compares_two_sides_and_loses_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.chdir(ROOT)
    found = CASES[name].measure(SMALL, lambda done, whole: None)
    assert found.ratio > 0
    assert len(found.sides) == 2
    assert found.wrong == []


def test_the_command_tells_machines_what_it_found() -> None:
    words = [sys.executable, "-m", "tests.bench", "routing", "--small", "--json"]
    done = subprocess.run(words, cwd=ROOT, env=surroundings(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["routing"]["ratio"] > 0
