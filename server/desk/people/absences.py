"""Why agents set themselves away: the reasons that the house offers them to choose from."""

from typing import Any

from ..directory import Directory

USUAL = ("break", "lunch", "meeting", "training")
NOT_CHOSEN = ("chosen", "connection_lost", "connected", "revoked")


def reasons(directory: Directory) -> list[dict[str, Any]]:
    """`[{id, label}]`; a label of None: the reader's own word for it, which clients have for USUAL ones."""
    kept = directory.settings.get("away_reasons")
    if isinstance(kept, list):
        return kept
    return [{"id": reason, "label": None} for reason in USUAL]
