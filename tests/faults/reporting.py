"""What `./dev faults` is told by the pytest that it runs: a line of JSON for each test, in the file that
CHAT_BUTLER_FAULTS_RESULTS names.
"""

import json
import os
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from server.checker.verdict import Verdict

RESULTS = "CHAT_BUTLER_FAULTS_RESULTS"
JUDGED: list[tuple[int, Verdict]] = []  # of the test that runs: seed and verdict


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long forms take as long as they were asked to."""
    for item in items if RESULTS in os.environ else ():
        item.add_marker(pytest.mark.timeout(0), append=False)


def pytest_collection_finish(session: pytest.Session) -> None:
    _tell({"total": len(session.items)})


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    if report.when == "call" or (report.when == "setup" and report.failed):
        _tell(_line(item, report))
        JUDGED.clear()


def _line(item: pytest.Item, report: pytest.TestReport) -> dict[str, Any]:
    number = re.match(r"test_f(\d+)", item.path.name)
    words = getattr(item, "callspec", None)
    database = words.params.get("database_kind") if words else None
    return {
        "id": f"F{number[1]}" if number else "",
        "test": item.name.partition("[")[0].removeprefix("test_").replace("_", " "),
        "database": database,
        "seeds": [seed for seed, _ in JUDGED],
        "operations": sum(verdict.total for _, verdict in JUDGED) if JUDGED else None,
        "c": sum(verdict.count for _, verdict in JUDGED) if JUDGED else None,
        "outcome": report.outcome,
        "seconds": round(report.duration, 1),
        "problem": report.longreprtext if report.failed else None,
    }


def _tell(line: dict[str, Any]) -> None:
    if path := os.environ.get(RESULTS):
        with Path(path).open("a") as file:
            file.write(json.dumps(line) + "\n")
