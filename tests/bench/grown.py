"""A house with a past: many resolved conversations, written once and kept for the next time.

A few hundred conversations go through the real folds and encoders; all others are copies of their rows under
ids of their own, spread evenly over the past. That fills a million in minutes instead of an hour.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from server.core import conversation as folds
from server.core import events as e
from server.core import facts as facts_
from server.core.conversation import Conversation
from server.core.events import Event, Named, Sender
from server.core.facts import Facts
from server.core.ids import in_order
from server.desk.ports import VisitorRecord
from server.settings import sqlite_url
from server.store import records, rows, tables
from tests.bench.case import Tell
from tests.bench.furnished import Furnished, furnished
from tests.bench.talk import TEXT

Rows = dict[str, list[dict[str, Any]]]

MESSAGES = 5  # of each conversation
TEMPLATES = 500
AT_ONCE = 2_000
DAY = 86_400_000
# Ids that are to be replaced, as long as real ones.
CONVERSATION, VISITOR, TOKEN = f"c_{'?' * 22}", f"v_{'?' * 22}", "?" * 64
EVERY = DAY // 3  # ms between two templates
QUICK = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000", "locking_mode=EXCLUSIVE")


def grown(conversations: int, pairs: int, tell: Tell) -> Furnished:
    """With agents and sites for so many pairs, and so many conversations of five messages."""
    folder = cache() / f"{conversations}-{pairs}-{_digest()}"
    if not (folder / "house.json").exists():
        for outdated in cache().glob(f"{conversations}-{pairs}-*"):
            shutil.rmtree(outdated)
        folder.mkdir(parents=True, exist_ok=True)
        begun = time.perf_counter()
        house = furnished(folder / "data", pairs)
        _fill(folder / "data" / "chat-butler.db", conversations, tell)
        kept = {"sites": house.sites, "tokens": house.tokens, "seconds": time.perf_counter() - begun}
        (folder / "house.json").write_text(json.dumps(kept))
    kept = json.loads((folder / "house.json").read_text())
    return Furnished(sqlite_url(folder / "data"), kept["sites"], kept["tokens"], folder / "data")


def filled_in(house: Furnished) -> str:
    """How long it took, and how large it is, for the notes."""
    assert house.data is not None
    seconds = json.loads((house.data.parent / "house.json").read_text())["seconds"]
    size = (house.data / "chat-butler.db").stat().st_size
    return f"filled in {seconds:.0f} s, {size / 2**20:,.0f} MiB"


def cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chat-butler-bench"


def _digest() -> str:
    """Of everything that says what the rows look like."""
    sources = [Path(str(one.__file__)) for one in (tables, rows, records, folds)] + [Path(__file__)]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]


def _fill(file: Path, count: int, tell: Tell) -> None:
    now = time.time_ns() // 1_000_000
    templates = [_rows(_told(now - DAY - number * EVERY, number)) for number in range(TEMPLATES)]
    first = now - DAY - TEMPLATES * EVERY
    instants = (first + number * TEMPLATES * EVERY // count for number in range(count))
    copies = ((templates[number % TEMPLATES], _ids(number, at)) for number, at in enumerate(instants))
    with sqlite3.connect(file, isolation_level=None) as connection:
        for pragma in QUICK:
            connection.execute(f"PRAGMA {pragma}")
        done = 0
        while batch := list(islice(copies, AT_ONCE)):
            connection.execute("BEGIN")
            for table in templates[0]:
                _insert(connection, table, batch)
            connection.execute("COMMIT")
            tell(done := done + len(batch), count)
    connection.close()


def _insert(connection: sqlite3.Connection, table: str, batch: Sequence[tuple[Rows, dict[str, str]]]) -> None:
    names = list(batch[0][0][table][0])
    marks = ", ".join("?" * len(names))
    copied = (
        [_renamed(row[name], ids) for name in names] for template, ids in batch for row in template[table]
    )
    connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", copied)  # noqa: S608


def _renamed(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, str) and "?" in value:
        for old, new in ids.items():
            value = value.replace(old, new)
    elif isinstance(value, bytes):
        for old, new in ids.items():
            value = value.replace(old.encode(), new.encode())
    return value


def _ids(number: int, at: int) -> dict[str, str]:
    return {
        CONVERSATION: f"c_{in_order(at, f'{number:013}')}",
        VISITOR: f"v_{in_order(at, f'{number:013}')}",
        TOKEN: f"{number:064x}",
    }


def _told(at: int, number: int) -> list[Event]:
    """Started, taken by one of some agents, five messages, resolved."""
    vera = Sender("visitor", VISITOR, "Vera")
    agent = Named(f"a_past_{number % 50:05}", f"Agent {number % 50}")
    ada, team = Sender("agent", agent.id, agent.name), Named("t_first", "Support")
    started = e.ConversationStarted(by=vera, site="s_past", visitor=Named(VISITOR, "Vera"), team=team)
    said = [
        e.MessageSent(by=by, id=f"{number:08x}-0000-4000-8000-{n:012x}", text=TEXT)
        for n, by in enumerate((vera, ada, vera, ada, vera))
    ]
    assigned, resolved = e.Assigned(agent=agent), e.Resolved(by=ada)
    told = [started, said[0], e.Queued(team=team), assigned, *said[1:], resolved]
    return [_numbered(event, seq, at + 20_000 * seq) for seq, event in enumerate(told, 1)]


def _numbered(event: Event, seq: int, at: int) -> Event:
    return replace(event, conversation=CONVERSATION, seq=seq, at=at)


def _rows(events: list[Event]) -> Rows:
    """As the store would write them."""
    conversation: Conversation = folds.replay(events)
    facts: Facts = facts_.NOTHING
    for event in events:
        facts = facts_.after(facts, event, {})
    record = {"subject_kind": "conversation", "subject": CONVERSATION, "record": records.encode(facts)}
    visitor = VisitorRecord(VISITOR, "s_past", TOKEN, "Vera", last_seen_at=events[-1].at)
    return {
        "visitors": [rows.visitor_row(visitor)],
        "events": [rows.event_row(event) for event in events],
        "conversations": [{**rows.state_row(conversation), "change": 1}],
        "facts": [{**record, "change": 1}],
    }
