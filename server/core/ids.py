"""Ids of what there is much of: visitors and conversations."""

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # of Crockford's base 32; sorted alike in every collation
_LONG = 9  # digits: ms until the year 3084


def in_order(now: int, chance: str) -> str:
    """`now` (ms UTC) in digits that sort as it does, then `chance`.

    What is talked about at the same time stands together in every index then. With random ids each message
    would touch pages of its own, and the more of them the more was ever said.
    """
    digits = ""
    for _ in range(_LONG):
        now, digit = divmod(now, 32)
        digits = _DIGITS[digit] + digits
    return digits + chance
