"""Each case of the benchmark still measures something: its small form, by the command."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench.cases import CASES
from tests.bench.machine import surroundings

pytestmark = pytest.mark.alone

ROOT = Path(__file__).resolve().parents[2]


def measured(name: str, cache: Path) -> dict[str, Any]:
    env = surroundings({"XDG_CACHE_HOME": str(cache)})
    words = [sys.executable, "-m", "tests.bench", name, "--small", "--json"]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)[name]
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_case_compares_two_sides_and_loses_nothing(name: str, tmp_path: Path) -> None:
    found = measured(name, tmp_path)
    assert found["ratio"] > 0
    assert len(found["sides"]) == 2
    assert found["wrong"] == []
