import pytest

from server.core.text import clean, clean_name, is_blank, mask_cards, reduced_address


def test_nul_and_lone_surrogates_are_taken_out_and_the_rest_is_kept() -> None:
    assert clean("a\x00b\ud800c\u202e👩‍👩‍👧") == "abc\u202e👩‍👩‍👧"


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\u200d\ufeff", "\n\t", "\u00ad"])
def test_what_nobody_would_see_is_blank(nothing: str) -> None:
    assert is_blank(nothing)


def test_a_name_cannot_disguise_itself() -> None:
    assert clean_name("Ada\u202e\u200b  \x07Lovelace\n") == "Ada Lovelace"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4111 1111 1111 1111", "•••• •••• •••• 1111"),
        ("4111-1111-1111-1111, ok?", "••••-••••-••••-1111, ok?"),
        ("378282246310005", "•••••••••••0005"),
        ("my card: 5555.5555.5555.4444!", "my card: ••••.••••.••••.4444!"),
        ("٤١١١١١١١١١١١١١١١", "••••••••••••1111"),
        ("4111\n1111\n1111\n1111", "••••\n••••\n••••\n1111"),
    ],
)
def test_card_numbers_keep_their_last_four_digits(typed: str, kept: str) -> None:
    assert mask_cards(typed) == kept


@pytest.mark.parametrize(
    "typed", ["order 1234567890123", "+49 30 901820 123456", "20418", "0000000000000000", "born 1990-01-02"]
)
def test_order_and_phone_numbers_stay(typed: str) -> None:
    assert mask_cards(typed) == typed


@pytest.mark.parametrize(
    ("address", "mode", "kept"),
    [
        ("203.0.113.77", "truncated", "203.0.113.0"),
        ("2001:db8:1234:5678::1", "truncated", "2001:db8:1234::"),
        ("::ffff:203.0.113.77", "truncated", "203.0.113.0"),
        ("203.0.113.77", "full", "203.0.113.77"),
        ("203.0.113.77", "none", None),
        ("not an address", "full", None),
    ],
)
def test_addresses_are_kept_as_far_as_the_site_allows(address: str, mode: str, kept: str | None) -> None:
    assert reduced_address(address, mode) == kept  # type: ignore[arg-type]
