"""How fast the columnar copy is made of the facts. How large it is: copy_size.py."""

import json
import subprocess
import sys
import tempfile
from typing import Any

from tests.bench import machine
from tests.bench.case import Case, Found, Tell
from tests.bench.furnished import Furnished
from tests.bench.size import Size
from tests.bench.years_kept import kept_years

ANEW, AGAIN = "copied anew", "opened again"
WITHIN = 200_000  # rows/s

_COPIED = """
import json, resource, sys, time
from pathlib import Path
from server.store.reports.copy import Copy
from server.store.reports.source import source_of
begun, cpu = time.perf_counter(), time.process_time()
copy = Copy(source_of(sys.argv[1]), Path(sys.argv[2]))
read = copy.pull()
copy.save()
took, cpu = time.perf_counter() - begun, time.process_time() - cpu
frames = copy.frames(None)
grains = [grain for grain in frames if grain != "presence"]
rows = sum(frames[grain].select("conversation").collect().height for grain in grains)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
conversations = frames["conversations"].select("conversation").collect().height
found = {"seconds": took, "cpu": cpu, "read": read, "rows": rows, "peak_mib": peak}
print(json.dumps({**found, "bytes_each": copy.bytes_on_disk / max(1, conversations)}))
"""


def measure(size: Size, tell: Tell) -> Found:
    house = kept_years(size.conversations, size.pairs, tell)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        anew, again = _copied(house, folder), _copied(house, folder)
    rate = anew["rows"] / anew["seconds"]
    return Found(
        ratio=rate / WITHIN,
        sides={ANEW: _side(anew), AGAIN: _side(again)},
        runs={ANEW: [round(rate)], AGAIN: [round(again["seconds"], 2)]},
        notes=[
            f"{anew['rows']:,} rows of {size.conversations:,} conversations, the same week again and again"
        ],
    )


def _copied(house: Furnished, folder: str) -> dict[str, Any]:
    url = house.url.replace("+aiosqlite", "")
    env = machine.surroundings({"POLARS_MAX_THREADS": "1"})
    words = [sys.executable, "-c", _COPIED, url, folder]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _side(found: dict[str, Any]) -> dict[str, float]:
    rate = found["rows"] / found["seconds"] if found["read"] else 0.0
    return {
        "rows_per_second": rate,
        "copied_s": found["seconds"],
        "copied_cpu_s": found["cpu"],
        "bytes_each": found["bytes_each"],
        "reports_mib": found["peak_mib"],
    }


CASE = Case("copy", "rows of facts copied into columns, against 200,000 a second", measure, reach=1.0)
