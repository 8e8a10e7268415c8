from tests.houses import house, house_on_each, patient_house, patient_house_on_each

__all__ = ["house", "house_on_each", "patient_house", "patient_house_on_each"]
