"""The figures beside the page, for machines: each case's newest, with the day and the machine."""

import dataclasses
import json
import platform
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench import machine
from tests.bench.case import Found
from tests.bench.size import Size

KEPT = Path(__file__).resolve().parents[2] / "docs" / "performance.json"

Results = dict[str, Any]


def add(found: Mapping[str, Found], size: Size) -> None:
    """Merged with what was measured before, case by case."""
    whole = read()
    day = datetime.now(UTC).date().isoformat()
    for name, one in found.items():
        values = {"day": day, **dataclasses.asdict(one), "size": dataclasses.asdict(size)}
        whole["cases"][name] = _rounded(values)
    whole["machine"] = machine.described()
    whole["versions"] = versions()
    KEPT.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


def read() -> Results:
    if not KEPT.exists():
        return {"machine": "", "versions": {}, "cases": {}}
    found: Results = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def found_in(kept: Mapping[str, Any]) -> Found:
    names = [field.name for field in dataclasses.fields(Found)]
    return Found(**{name: kept[name] for name in names})


def versions() -> dict[str, str]:
    packages = (
        "python-socketio",
        "python-engineio",
        "aiohttp",
        "uvloop",
        "orjson",
        "msgspec",
        "polars",
        "sqlalchemy",
    )
    return {
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{package: version(package) for package in packages},
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value
