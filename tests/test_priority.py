"""A process that gives way does so to everybody else, however it was started."""

import subprocess
import sys

import pytest

ASKED = "import os; from server.priority import give_way; os.nice({0}); give_way(10); print(os.nice(0))"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no niceness")
@pytest.mark.parametrize(("started_with", "then"), [(0, 10), (10, 10), (15, 15)])
def test_who_gives_way_is_no_nicer_than_asked_unless_he_was_so_already(started_with: int, then: int) -> None:
    asked = [sys.executable, "-c", ASKED.format(started_with)]
    found = subprocess.run(["nice", "-n", "0", *asked], capture_output=True, text=True, check=True)  # noqa: S603, S607
    before = int(subprocess.run(["nice"], capture_output=True, text=True, check=True).stdout)  # noqa: S607
    assert int(found.stdout) == min(19, max(then, before + started_with))
