"""What the console calls figures, for letters: one name everywhere, in each language."""

import json
import re
from pathlib import Path

MESSAGES = Path(__file__).resolve().parent.parent.parent / "web_client" / "console" / "messages"
_NAME = re.compile(r'^\s+"?name_([\w-]+)"?:\s*"([^"]+)",', re.MULTILINE)


def names() -> str:
    """As JSON: by language, then by KPI."""
    found = {
        folder.name: dict(_NAME.findall((folder / "figures.ts").read_text(encoding="utf-8")))
        for folder in sorted(MESSAGES.iterdir())
        if folder.is_dir()
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
