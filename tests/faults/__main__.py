"""`./dev faults`: the long forms of the fault tests, and a table of what they found.

Each runs the workload (tests/faults/workload.py) for so many minutes against a real server process, on SQLite
and where it matters on PostgreSQL. C is the checker's count (docs/checker.md): it must be 0. The same seed
sends the same messages at the same times.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from server.progress import progress

FOLDER = Path(__file__).resolve().parent
LOOK_EVERY = 0.5  # s
Found = list[dict[str, Any]]


def main() -> int:
    options = asked()
    every = sorted(FOLDER.glob("test_f[0-9]*.py"))
    files = [file for file in every if fits(file, options.only)]
    if options.list or not files:
        print("\n".join(f"{number(file)}  {about(file)}" for file in every))
        return 0 if options.list else 2
    with tempfile.TemporaryDirectory(prefix="chat-butler-faults-") as folder:
        results = Path(folder) / "results"
        results.touch()
        with progress("faults") as tell:
            ended = run(files, options, results, tell)
        found = [line for line in map(json.loads, results.read_text().splitlines()) if "total" not in line]
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        print()
    else:
        show(found)
    return ended


def run(
    files: list[Path], options: argparse.Namespace, results: Path, tell: Callable[[int, int], None]
) -> int:
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short"]
    words += map(str, files)
    words += ["-k", options.k] if options.k else []
    env = {
        **os.environ,
        "CHAT_BUTLER_FAULTS_RESULTS": str(results),
        "CHAT_BUTLER_FAULTS_SECONDS": str(options.minutes * 60),
        **({"CHAT_BUTLER_FAULTS_SEED": str(options.seed)} if options.seed is not None else {}),
    }
    out = sys.stderr if options.verbose else subprocess.DEVNULL
    with subprocess.Popen(words, env=env, cwd=FOLDER.parents[1], stdout=out, stderr=out) as process:
        while True:
            try:
                return process.wait(LOOK_EVERY)
            except subprocess.TimeoutExpired:
                lines = results.read_text().splitlines()
                total = json.loads(lines[0])["total"] if lines else 0
                tell(max(0, len(lines) - 1), total)


def show(found: Found) -> None:
    head = ("id", "database", "seed", "operations", "C", "outcome", "s", "test")
    rows = [head, *(row(one) for one in found)]
    wide = [max(len(cells[column]) for cells in rows) for column in range(len(head) - 1)]
    for cells in rows:
        print("  ".join([*(cell.ljust(size) for cell, size in zip(cells, wide, strict=False)), cells[-1]]))
    for one in found:
        if one["problem"]:
            print(f"\n{one['id']} {one['test']}\n{one['problem']}")


def row(one: dict[str, Any]) -> tuple[str, ...]:
    seeds = ",".join(map(str, one["seeds"]))
    figures = ["" if one[name] is None else str(one[name]) for name in ("operations", "c")]
    return (
        one["id"],
        one["database"] or "",
        seeds,
        *figures,
        one["outcome"],
        str(one["seconds"]),
        one["test"],
    )


def fits(file: Path, only: list[str] | None) -> bool:
    return not only or number(file) in {one.upper() for one in only}


def number(file: Path) -> str:
    return file.name.split("_")[1].upper()


def about(file: Path) -> str:
    first = file.read_text().lstrip('"').partition("\n")[0].rstrip('"')
    return first.removeprefix(f"{number(file)}: ")


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2, help="how long everybody talks in each")
    parser.add_argument("--only", action="append", metavar="F01", help="which; repeatable")
    parser.add_argument("-k", help="as pytest's: part of a test's name, or a database")
    parser.add_argument("--seed", type=int, help="of a run that is to be repeated")
    parser.add_argument("--list", action="store_true", help="what there is")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--verbose", action="store_true", help="with what pytest says")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
