"""`python -m tests.bench [name …]`: runs the named measurements, or all."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from tests.bench import relay

BENCHMARKS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {"relay": relay.measure}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="which; all if none")
    parser.add_argument("--seconds", type=float, default=6, help="length of each measured window")
    parser.add_argument("--runs", type=int, default=3, help="runs of each side; medians are shown")
    parser.add_argument("--json", action="store_true", help="for machines")
    options = parser.parse_args()
    found = {name: BENCHMARKS[name](options) for name in options.names or BENCHMARKS}
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        print()


if __name__ == "__main__":
    main()
