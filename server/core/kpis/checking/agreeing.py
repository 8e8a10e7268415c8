"""Whether what was expected is what came out."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

CLOSE = 1e-6  # relative
HALF = 0.5  # of the last decimal
ENDLESS = (None, "inf", "Infinity")  # how a file may say that something never ends


def agrees(expected: object, found: object) -> bool:
    """What was found names nothing besides that is not 0."""
    if isinstance(expected, Mapping):
        return _holds(expected, found if isinstance(found, Mapping) else {})
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(agrees(one, other) for one, other in zip(expected, found, strict=True))
        )
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(found, float) and math.isinf(found):
        return expected in ENDLESS or expected == found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return _are_close(expected, found)
    if isinstance(expected, str) != isinstance(found, str) and expected is not None and found is not None:
        # A number that is shown, such as "12.5", may be expected as one, and the other way round.
        return str(expected) == str(found)
    return expected == found


def differs(wrong: object, found: Sequence[object]) -> bool:
    return not any(agrees(wrong, one) for one in found)


def _holds(expected: Mapping[str, object], found: Mapping[str, object]) -> bool:
    extra = [value for key, value in found.items() if key not in expected and value]
    return not extra and all(agrees(value, found.get(key)) for key, value in expected.items())


def _are_close(expected: float, found: float) -> bool:
    """Within 1e-6, relative, or equal in as many decimals as are written."""
    if math.isclose(expected, found, rel_tol=CLOSE, abs_tol=1e-12):
        return True
    decimals = _decimals(expected)
    return decimals > 0 and abs(expected - found) <= HALF * 10**-decimals


def _decimals(number: float) -> int:
    """How many are written; 9e-06 has six."""
    exponent = Decimal(repr(number)).as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
