"""`./dev faults`, as far as it takes no minutes."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.faults", *words]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), cwd=ROOT, capture_output=True, text=True)  # noqa: S603


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


def test_a_line_is_there_as_soon_as_its_test_has_ended() -> None:
    asked = command("--short", "--only", "F17", "-k", "within_the_grace or while_she_is_away")
    with subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        head, first = process.stdout.readline(), process.stdout.readline()
        assert process.poll() is None
        (second,) = process.stdout.readlines()
    assert head.split() == ["id", "database", "seed", "operations", "C", "outcome", "s", "test"]
    assert [line.split()[:2] for line in (first, second)] == [["F17", "passed"]] * 2
    assert process.returncode == 0
