"""Stories that Python and TypeScript (web_client/shared/conversation.test.ts) replay alike."""

import json
from functools import reduce
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from server.core.conversation import after, replay
from server.core.events import EVENT_TYPES, AgentStatus, Event
from server.core.wire import from_wire

STORIES = sorted((Path(__file__).parent.parent / "timelines").glob("*.json"))


def told(story: Path) -> list[Event]:
    return [from_wire(event) for event in json.loads(story.read_text(encoding="utf-8"))["events"]]


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_ends_as_it_says(story: Path) -> None:
    expected = json.loads(story.read_text(encoding="utf-8"))["conversation"]
    # In full: what is as it begins counts as well.
    told_in_full = msgspec.to_builtins(structs.asdict(replay(told(story))))
    assert json.loads(json.dumps(told_in_full)) == expected


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_joining_late_and_hearing_the_rest_is_the_same_as_hearing_it_all(story: Path) -> None:
    timeline = told(story)
    for heard in range(len(timeline) + 1):
        assert reduce(after, timeline[heard:], replay(timeline[:heard])) == replay(timeline)


def test_every_event_of_a_conversation_happens_in_a_story() -> None:
    happened = {event.type for story in STORIES for event in told(story)}
    assert happened == EVENT_TYPES.keys() - {AgentStatus.type}
