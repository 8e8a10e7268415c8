"""`./dev bench [NAME …]`: measures the named cases, or all, and writes docs/performance.md."""

import argparse
import dataclasses
import json
import sys

from server.progress import progress
from tests.bench import page, results, shown
from tests.bench.case import Found
from tests.bench.cases import CASES
from tests.bench.size import SMALL, Size

SIZES = dataclasses.asdict(Size())


def main() -> int:
    options = asked()
    if options.list:
        print("\n".join(f"{case.name:14}{shown.promise(case)}" for case in CASES.values()))
        return 0
    if sys.platform != "linux":
        sys.exit("./dev bench holds processes to cores and reads /proc: it needs Linux")
    size = SMALL if options.small else Size(**{name: getattr(options, name) for name in SIZES})
    found = {name: one for name in options.names or CASES if (one := _measured(name, size, options.json))}
    if options.json:
        json.dump({name: dataclasses.asdict(one) for name, one in found.items()}, sys.stdout, indent=2)
        print()
    _keep(found, size)
    whole = len(found) == len(options.names or CASES)
    return 0 if whole and not any(one.wrong for one in found.values()) else 1


def _measured(name: str, size: Size, silent: bool) -> Found | None:
    """None if it failed: no reason to lose the hour that the others take."""
    try:
        with progress(name) as tell:
            found = CASES[name].measure(size, tell)
    except Exception as problem:
        print(f"\n{name}: FAILED: {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
        return None
    if not silent:
        print(shown.told(CASES[name], found), flush=True)
    return found


def _keep(found: dict[str, Found], size: Size) -> None:
    kept = {name: one for name, one in found.items() if not one.wrong}
    if not size.is_full:
        print(f"{page.PAGE.name} is written from full sizes only: left as it was", file=sys.stderr)
    elif kept:
        results.add(kept, size)
        page.write()


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*CASES, []], metavar="NAME", help="which; all if none")
    parser.add_argument("--list", action="store_true", help="what there is, and what is promised")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--small", action="store_true", help="whether each case works, in seconds")
    for name, default in SIZES.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
