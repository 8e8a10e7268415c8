from tests.rest.conftest import office, office_on_each

__all__ = ["office", "office_on_each"]
