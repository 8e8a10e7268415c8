"""A history: JSON Lines, one record a line, `type` first. `docs/checker.md` says the same for other chats.

Written while clients work:

    {"type": "client", "client": "vera3", "person": "v_1", "kind": "visitor"}
    {"type": "invoke", "at": 12.1, "op": 7, "client": "vera3", "do": "say", "id": "UUID", "text": "Hello"}
    {"type": "ok", "at": 12.2, "op": 7, "conversation": "c_1", "seq": 4}      it was acknowledged
    {"type": "fail", "at": 12.2, "op": 7, "code": "closed"}                   it certainly did not happen
    {"type": "info", "at": 42.0, "op": 7, "why": "given up"}                  nobody told the client
    {"type": "seen", "at": 12.2, "client": "vera3", "socket": 9, "conversation": "c_1", "seq": 4}

Written at the end, by the clients:

    {"type": "final", "client": "vera3", "conversation": "c_1", "events": [[1, null], [4, "UUID", "Hello"]]}

and from what is stored:

    {"type": "person", "person": "a_1", "kind": "agent", "teams": ["t_1"], "sees_all": false}
    {"type": "row", "conversation": "c_1", "seq": 4, "event": "message.sent", "by": "v_1", "id": "UUID",
     "text": "Hello", "public": true}
    {"type": "conversation", "conversation": "c_1", "visitor": "v_1", "status": "open", "owner": "a_1",
     "queued": false, "team": "t_1", "last_seq": 4}
    {"type": "log", "line": "Traceback …"}                                    one a unhandled exception
    {"type": "wanted", "event": "out_1", "channel": "mail"}                   should go out, once
    {"type": "sent", "event": "out_1", "channel": "mail"}                     arrived, as often as it stands

`at` is monotonic, in seconds. An operation is one thing that a client wants, however often it is sent again:
one `invoke`, and one of `ok`, `fail` and `info`; without any of them it counts as `info`. Records may stand
in any order, but for an operation's two.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct


class Client(Struct, tag="client", frozen=True):
    """One connection's side of a person: a tab. What it sends must keep its order. `kind`: visitor, agent."""

    client: str
    person: str
    kind: str


class Invoke(Struct, tag="invoke", frozen=True, omit_defaults=True):
    at: float
    op: int
    client: str
    do: str
    id: str | None = None
    conversation: str | None = None
    text: str | None = None


class Ok(Struct, tag="ok", frozen=True, omit_defaults=True):
    """`refused`: it was refused for the moment and sent again, so others may have overtaken it."""

    at: float
    op: int
    conversation: str | None = None
    seq: int | None = None
    refused: int = 0


class Fail(Struct, tag="fail", frozen=True, omit_defaults=True):
    at: float
    op: int
    code: str


class Info(Struct, tag="info", frozen=True, omit_defaults=True):
    at: float
    op: int
    why: str = ""


class Seen(Struct, tag="seen", frozen=True, omit_defaults=True):
    """An event that came by itself. `socket` is another one after each reconnect."""

    at: float
    client: str
    socket: int
    conversation: str
    seq: int


class Final(Struct, tag="final", frozen=True, omit_defaults=True):
    """All that a client shows of a conversation: [seq, id] or [seq, id, text], in its order. `state`: how it
    believes that the conversation stands, with keys of the `conversation` record.
    """

    client: str
    conversation: str
    events: list[list[Any]]
    state: dict[str, Any] = {}


class Person(Struct, tag="person", frozen=True, omit_defaults=True):
    person: str
    kind: str
    teams: list[str] = []
    sees_all: bool = False


class Row(Struct, tag="row", frozen=True, omit_defaults=True):
    """`public`: the visitor may see it. `agent`: whom `assigned` or `transferred` gives it to. `team`: whose
    it is from here on, where that changes.
    """

    conversation: str
    seq: int
    event: str
    by: str | None = None
    id: str | None = None
    text: str | None = None
    public: bool = True
    agent: str | None = None
    team: str | None = None


class Conversation(Struct, tag="conversation", frozen=True, omit_defaults=True):
    """As it stands in the end. `owner`: the agent's id, or a bot's."""

    conversation: str
    visitor: str
    status: str
    owner: str | None = None
    queued: bool = False
    team: str | None = None
    last_seq: int = 0


class Log(Struct, tag="log", frozen=True, omit_defaults=True):
    line: str


class Wanted(Struct, tag="wanted", frozen=True, omit_defaults=True):
    event: str
    channel: str = ""


class Sent(Struct, tag="sent", frozen=True, omit_defaults=True):
    event: str
    channel: str = ""


Record = Client | Invoke | Ok | Fail | Info | Seen | Final | Person | Row | Conversation | Log | Wanted | Sent
TELL_EVERY = 10_000  # lines


class Unreadable(ValueError):
    """A line that is no record; the message names it."""


def read(path: Path, tell: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Record]:
    """The file's records, one at a time; `tell` hears how many bytes of how many are read.

    Raises Unreadable, and OSError.
    """
    decode = msgspec.json.Decoder(Record).decode
    total, done = path.stat().st_size, 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            done += len(line)
            if number % TELL_EVERY == 0:
                tell(done, total)
            if line.isspace():
                continue
            try:
                yield decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as problem:
                raise Unreadable(f"{path}, line {number}: {problem}") from None
