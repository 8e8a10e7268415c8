"""What a cell holds, and how texts are kept from being taken for formulas."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

Cell = str | int | float | bool | None

# A spreadsheet reads on behind blanks and quotes; the wide forms count as the plain ones.
FORMULA = "^[\\s\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20]|^[\"']*[\t\r\n]"
_FORMULA = re.compile(FORMULA)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def safe(text: str) -> str:
    """With an apostrophe before what a spreadsheet could carry out. Whoever reads it back takes away an
    apostrophe that stands before such a text, and only that.
    """
    return f"'{text}" if _FORMULA.search(text) else text


def moment(at: int | None, tz: str) -> str | None:
    """ms UTC as ISO 8601 with the zone's offset, to the ms where there are some."""
    if at is None:
        return None
    local = (_EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(tz))
    return local.isoformat(timespec="milliseconds" if at % 1000 else "seconds")
