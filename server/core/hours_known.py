"""Hours with what they were before: whatever is reckoned of the past goes by the hours of its time."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from .hours import Calendar

Version = tuple[
    str, int, int, str | None
]  # of whom, which, valid from (ms), the hours as JSON; None: no more


def hours_known(versions: Iterable[Version]) -> dict[str, Calendar]:
    """Each site's, team's or agent's newest hours, which know the earlier ones; those that were taken away
    too, as `gone`. The versions of each come in their order.
    """
    newest: dict[str, Calendar] = {}
    for subject, version, valid_from, text in versions:
        before = newest.get(subject)
        if text:
            calendar = Calendar.from_dict({"id": f"{subject}/{version}", **json.loads(text)})
        elif before is not None:
            calendar = replace(before, id=f"{subject}/{version}", gone=True)
        else:
            continue
        newest[subject] = replace(calendar, valid_from=valid_from, previous=before)
    return newest


def that_hold(known: Mapping[str, Calendar]) -> dict[str, Calendar]:
    """Without those that were taken away."""
    return {subject: calendar for subject, calendar in known.items() if not calendar.gone}
