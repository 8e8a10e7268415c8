"""`./dev faults`, as far as it takes no minutes."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*words: str) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "tests.faults", *words]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)  # noqa: S603


def test_the_list_names_every_fault_test() -> None:
    done = run("--list")
    assert done.returncode == 0
    named = [line.split()[0] for line in done.stdout.splitlines()]
    there = sorted(
        path.name.split("_")[1].upper() for path in (ROOT / "tests/faults").glob("test_f[0-9]*.py")
    )
    assert named == there


def test_an_unknown_number_is_answered_with_the_list() -> None:
    done = run("--only", "F99")
    assert done.returncode == 2
    assert "F01" in done.stdout


def test_the_table_has_a_line_for_each_test_that_ran() -> None:
    done = run("--only", "F17", "-k", "within_the_grace", "--json")
    assert done.returncode == 0, done.stderr
    (line,) = json.loads(done.stdout)
    assert (line["id"], line["outcome"], line["problem"]) == ("F17", "passed", None)
