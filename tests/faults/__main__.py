"""`./dev faults`: the long forms of the fault tests, and a table of what they found, a line as each ends.

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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from server.progress import progress

FOLDER = Path(__file__).resolve().parent
LOOK_EVERY = 0.5  # s
Found = list[dict[str, Any]]

HEAD = ("id", "database", "seed", "operations", "C", "outcome", "s", "test")
WIDE = (3, 10, 11, 10, 3, 7, 7)  # all but the last


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
            ended, found = run(files, options, results, tell)
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        print()
    return ended


def run(
    files: list[Path], options: argparse.Namespace, results: Path, tell: Callable[[int, int], None]
) -> tuple[int, Found]:
    """How pytest ended, and a line a test; unless they are meant for machines each is shown at once."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short"]
    words += map(str, files)
    words += ["-k", options.k] if options.k else []
    env = {
        **os.environ,
        "CHAT_BUTLER_FAULTS_RESULTS": str(results),
        **({} if options.short else {"CHAT_BUTLER_FAULTS_SECONDS": str(options.minutes * 60)}),
        **({"CHAT_BUTLER_FAULTS_SEED": str(options.seed)} if options.seed is not None else {}),
    }
    out = sys.stderr if options.verbose else subprocess.DEVNULL
    if not options.json:
        show(HEAD)
    shown: Found = []
    with subprocess.Popen(words, env=env, cwd=FOLDER.parents[1], stdout=out, stderr=out) as process:
        while True:
            ended = waited(process)
            total, found = read(results)
            for one in found[len(shown) :]:
                if not options.json:
                    show(row(one), one["problem"])
            shown = found
            if ended is not None:
                return ended, found
            tell(len(found), total)


def waited(process: subprocess.Popen[bytes]) -> int | None:
    """For a moment; how it ended, if it did."""
    try:
        return process.wait(LOOK_EVERY)
    except subprocess.TimeoutExpired:
        return None


def read(results: Path) -> tuple[int, Found]:
    """How many there will be, and those that are there; a line that is still being written is none."""
    *lines, _ = results.read_text().split("\n")
    told = [json.loads(line) for line in lines]
    return (told[0]["total"], told[1:]) if told else (0, [])


def show(cells: Sequence[str], problem: str | None = None) -> None:
    beside = [cell.ljust(size) for cell, size in zip(cells, WIDE, strict=False)]
    print("  ".join([*beside, cells[-1]]), flush=True)
    if problem:
        print(f"{problem}\n", flush=True)


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
    parser.add_argument("--short", action="store_true", help="each as `./dev test` runs it, in seconds")
    parser.add_argument("--only", action="append", metavar="F01", help="which; repeatable")
    parser.add_argument("-k", help="as pytest's: part of a test's name, or a database")
    parser.add_argument("--seed", type=int, help="of a run that is to be repeated")
    parser.add_argument("--list", action="store_true", help="what there is")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--verbose", action="store_true", help="with what pytest says")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
