"""A line of a file of timelines: the event that it tells, or why it tells none."""

from typing import Any

import orjson
import pytest
from msgspec.structs import replace

from server.core import events as e
from server.core.events import EVENT_TYPES, Event, Named, Page, Sender
from server.core.wire import to_wire
from server.store.timeline_file import BadLine, event_of
from tests.cast import ADA, NINE

SAID = {"type": "message.sent", "conversation": "c1", "seq": 2, "at": NINE, "by": {"kind": "bot"}}


def line(**fields: Any) -> bytes:
    return orjson.dumps({**SAID, **fields})


def why(given: bytes) -> str:
    with pytest.raises(BadLine) as problem:
        event_of(given)
    return str(problem.value)


@pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=EVENT_TYPES.keys())
def test_every_kind_of_event_is_read_as_it_was_written(kind: type[Event]) -> None:
    event = kind(conversation="c1", seq=2, at=NINE, by=ADA)
    if isinstance(event, e.AgentStatus):
        event = e.AgentStatus(agent=Named("a_ada", "Ada"), seq=2, at=NINE, by=ADA, status="online")
    found = event_of(orjson.dumps(to_wire(event)))
    assert (type(found), found) == (kind, event)


def test_what_is_nested_and_what_goes_by_another_name_is_read_too() -> None:
    page = Page("https://shop.example", "Shop")
    for decided in (
        e.ConversationStarted(by=Sender("visitor", "v", "Vera"), visitor=Named("v", "Vera"), page=page),
        e.Transferred(from_=Named("a_ada", "Ada"), to=Named("a_ben"), by=ADA),
        e.SlaApplied(policy="p", deadlines={"resolution": NINE}),
        e.Tagged(tags=("refund", "delivery")),
    ):
        event = replace(decided, conversation="c1", seq=1, at=NINE)
        assert event_of(orjson.dumps(to_wire(event))) == event


def test_null_is_what_has_not_been_set_and_what_is_unknown_is_left_out() -> None:
    assert event_of(line(public=None, text=None, luck=7)) == event_of(line())


def test_what_every_event_must_say_is_missed() -> None:
    for name in ("seq", "at", "by"):
        assert f"`{name}`" in why(orjson.dumps({key: of for key, of in SAID.items() if key != name}))
    assert "names no conversation" in why(line(conversation=None))


def test_numbers_are_such_as_every_client_can_hold() -> None:
    assert "<= 9007199254740991" in why(line(seq=2**53))
    assert "<= 9007199254740991" in why(line(at=2**53))
    read = line(type="message.read", upto=77_777)
    assert "$.upto" in why(read.replace(b"77777", b"9" * 30))


def test_a_line_is_utf_8_also_where_nothing_is_read() -> None:
    assert why(line().replace(b'"bot"}', b'"bot"}, "luck": "\xff"')) == "this is not JSON"
