"""Ids sort by when they were given."""

from hypothesis import given
from hypothesis import strategies as st

from server.core.ids import in_order

INSTANTS = st.integers(0, 32**9 - 1)


@given(INSTANTS, INSTANTS, st.text(max_size=3), st.text(max_size=3))
def test_ids_sort_as_their_instants_whatever_chance_adds(
    one: int, other: int, chance: str, more: str
) -> None:
    if one != other:
        assert (in_order(one, chance) < in_order(other, more)) == (one < other)


def test_an_id_ends_with_what_chance_gave() -> None:
    assert in_order(1_767_600_000_000, "Zq7") == "1ke6jq300Zq7"
