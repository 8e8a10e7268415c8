"""How figures are rounded for people: half away from zero, on the decimal that is written, not on its bits.

Nothing is ever computed from what was rounded.
"""

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

DECIMALS = {"s": 0, "%": 1, "points": 1, "score": 2, "money": 2, "count": 2}
SUFFIXES = {"s": " s", "%": " %", "points": " points"}
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)

Number = int | float | str | Decimal


def rounded(value: Number, unit: str) -> Decimal:
    """To as many decimals as the unit has: seconds none, percentages and points one, scores and money two.

    Raises ValueError for what is no finite number.
    """
    exact = _exact(value)
    found = exact.quantize(Decimal(1).scaleb(-DECIMALS[unit]), context=_WIDE)
    return found.copy_abs() if found.is_zero() else found


def shown(value: Number | None, unit: str) -> str:
    """With its unit; "none" where nothing is known. What is counted is whole, and stays so."""
    if value is None:
        return "none"
    if unit == "count" and isinstance(value, int):
        return str(value)
    return f"{rounded(value, unit)}{SUFFIXES.get(unit, '')}"


def _exact(value: Number) -> Decimal:
    try:
        found = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is no number") from None
    if not found.is_finite():
        raise ValueError(f"{value!r} is no finite number")
    return found
