"""The past, told once for all tests of a run."""

import pytest

from bot.butler import decide
from server.demo.history import History, Told
from tests.demo.past import COUNT, NOW, SEED
from tests.houses import patient_house

__all__ = ["past", "patient_house"]


@pytest.fixture(scope="session")
def past() -> list[Told]:
    return list(History(SEED, NOW, decide, COUNT).conversations())
