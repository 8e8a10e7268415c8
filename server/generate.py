"""Writes what is derived from the code: `./dev generate`, and with --check only says what is stale."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from server.app import House
from server.core.kpis import registry
from server.derived import figure_names, tables, typescript
from server.rest import openapi
from server.rest.routes import ROUTES
from server.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

Text = Callable[[], str]


def files() -> dict[str, Text]:
    """Each file by its path in the repository, and how its text comes about."""
    return {
        "web_client/shared/protocol.ts": typescript.types,
        "docs/openapi.json": lambda: (
            json.dumps(openapi.describe(ROUTES), indent=1, ensure_ascii=False) + "\n"
        ),
        "server/channels/mail/phrases/figures.json": figure_names.names,
        "docs/kpis.md": registry.page,
        "docs/protocol.md": lambda: filled("docs/protocol.md"),
        "docs/running.md": lambda: filled("docs/running.md"),
    }


def filled(name: str) -> str:
    """A page that people write, with the tables in it made anew: between `<!-- table: NAME -->` and
    `<!-- end -->`. Raises KeyError for a table that does not exist.
    """
    found = _tables()
    page = (ROOT / name).read_text(encoding="utf-8")
    marked = re.compile(r"(<!-- table: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
    return marked.sub(lambda match: f"{match[1]}{found[match[2]]()}\n{match[3]}", page)


def _tables() -> dict[str, Text]:
    # Made, not started: its namespaces are what clients talk to.
    spaces = House(Settings()).sio.namespace_handlers
    commands = {
        f"commands of {space.removeprefix('/')}": lambda handler=handler: tables.commands(handler)
        for space, handler in spaces.items()
    }
    return {
        "events": tables.events,
        "codes": tables.codes,
        "routes": tables.routes,
        "settings": tables.settings,
        **commands,
    }


def main(words: list[str]) -> int:
    stale = []
    for name, text in files().items():
        path, wanted = ROOT / name, text()
        if path.is_file() and path.read_text(encoding="utf-8") == wanted:
            continue
        stale.append(name)
        if "--check" not in words:
            path.write_text(wanted, encoding="utf-8")
            print(f"wrote {name}")
    if "--check" in words and stale:
        print(f"stale, write anew with ./dev generate: {', '.join(stale)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
