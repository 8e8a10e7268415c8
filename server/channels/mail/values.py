"""Values with their units, as the console shows them: "42 s", "3:12", "5 h 12", "64.6 %"."""

from collections.abc import Sequence

from babel.numbers import format_decimal

DASH = "–"


def shown(value: float | None, unit: str, locale: str) -> str:
    """A dash for what is not known."""
    if value is None:
        return DASH
    if unit == "s":
        return duration(value, locale)
    if unit == "%":
        return f"{_number(value, '#,##0.0', locale)} %"
    if unit == "points":
        return _number(value, "+#,##0.#;−#,##0.#", locale)
    if unit == "money":
        return _number(value, "#,##0.00", locale)
    return _number(value, "#,##0" if float(value).is_integer() else "#,##0.##", locale)


def ranged(interval: Sequence[float] | None, unit: str, locale: str) -> str:
    if interval is None:
        return ""
    low, high = (shown(bound, unit, locale) for bound in interval)
    return low if low == high else f"{low} – {high}"


def duration(seconds: float, locale: str) -> str:
    if seconds < 0:
        return f"−{duration(-seconds, locale)}"
    if seconds < 9.95:
        return f"{_number(seconds, '0.#', locale)} s"
    if seconds < 99.5:
        return f"{_number(seconds, '0', locale)} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02}"
    minutes = round(whole / 60)
    return f"{_number(minutes // 60, '#,##0', locale)} h {minutes % 60:02}"


def _number(value: float, pattern: str, locale: str) -> str:
    return str(format_decimal(value, format=pattern, locale=locale))
