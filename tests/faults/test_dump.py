"""What is stored is read while clients talk, and holds none of them up."""

import sqlite3
from pathlib import Path

from server.settings import sqlite_url
from tests.faults.dump import dumped
from tests.faults.lag import Lag

MANY = 40_000
TABLES = """
CREATE TABLE events (subject_kind, subject, seq, type, by_kind, by_id, client_id, body, content);
CREATE TABLE conversations (id, state, last_seq);
CREATE TABLE agents (id, role);
CREATE TABLE memberships (team, agent);
"""


async def test_clients_are_heard_while_tens_of_thousands_of_rows_are_read(tmp_path: Path) -> None:
    stored = sqlite3.connect(tmp_path / "chat-butler.db")
    stored.executescript(TABLES)
    said = "INSERT INTO events VALUES ('conversation', 'c', ?, 'message.sent', 'visitor', 'v', ?, '{}', '{}')"
    stored.executemany(said, ((number, str(number)) for number in range(MANY)))
    stored.commit()
    stored.close()
    async with Lag() as lag:
        dump = await dumped(sqlite_url(tmp_path))
    assert len(dump.rows) == MANY
    assert lag.n > 5
