from tests.faults.reporting import (
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_runtest_makereport,
)
from tests.faults.server_under_test import under_test, under_test_on_sqlite
from tests.houses import house, house_on_each, patient_house, patient_house_on_each

__all__ = [
    "house",
    "house_on_each",
    "patient_house",
    "patient_house_on_each",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_runtest_makereport",
    "under_test",
    "under_test_on_sqlite",
]
