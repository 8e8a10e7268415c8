"""How fast facts are derived anew from timelines, beside bare reading of the same events."""

import json
import subprocess
import sys
from typing import Any

from tests.bench import machine
from tests.bench.case import Case, Found, Tell
from tests.bench.furnished import Furnished
from tests.bench.size import Size
from tests.bench.years_told import kept_timelines

REBUILD, READING = "rebuild", "bare reading"
WITHIN = 2_000  # conversations/s of one core

_REBUILT = """
import asyncio, json, sys, time
from server.clock import wall_clock
from server.store import rebuild
from server.store.kept import Kept

async def run():
    kept = Kept(sys.argv[1], wall_clock)
    await kept.start()
    begun, cpu = time.perf_counter(), time.process_time()
    done = await rebuild.rebuild(kept.timeline, kept.database, kept.directory.calendars)
    found = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - cpu, "conversations": done}
    await kept.stop()
    print(json.dumps(found))

asyncio.run(run())
"""
_READ = """
import json, sqlite3, sys, time
import orjson
begun, cpu = time.perf_counter(), time.process_time()
database = sqlite3.connect(sys.argv[1].partition("///")[2])
done = events = 0
for row in database.execute("SELECT * FROM events ORDER BY subject_kind, subject, seq"):
    body, content = orjson.loads(row[8]), orjson.loads(row[9]) if row[9] else None
    events += 1
    done += row[2] == 1
took = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - cpu}
print(json.dumps({**took, "conversations": done, "events": events}))
"""


def measure(size: Size, tell: Tell) -> Found:
    conversations = max(1, size.conversations // 20)
    house = kept_timelines(conversations, tell)
    read, rebuilt = _run(_READ, house), _run(_REBUILT, house)
    rates = {
        name: one["conversations"] / one["seconds"] for name, one in ((REBUILD, rebuilt), (READING, read))
    }
    sides = {
        name: {
            "conversations_per_second": rates[name],
            "events_per_second": rates[name] * read["events"] / read["conversations"],
            "copied_cpu_s": one["cpu"],
        }
        for name, one in ((REBUILD, rebuilt), (READING, read))
    }
    note = f"{conversations:,} timelines of {read['events'] / read['conversations']:.1f} events"
    return Found(
        ratio=rates[REBUILD] / WITHIN,
        sides=sides,
        runs={name: [round(rate)] for name, rate in rates.items()},
        notes=[note, f"reading alone is {rates[READING] / rates[REBUILD]:.1f} x as fast"],
    )


def _run(script: str, house: Furnished) -> dict[str, Any]:
    words = [sys.executable, "-c", script, house.url]
    done = subprocess.run(words, env=machine.surroundings(), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


CASE = Case(
    "rebuild-rate", "conversations whose facts are derived anew, against 2,000 a second", measure, reach=1.0
)
