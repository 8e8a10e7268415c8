"""Whole worlds are told and folded here, many a test: on a busy machine that takes its time."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
AT_MOST = 300  # s


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.timeout(AT_MOST))
