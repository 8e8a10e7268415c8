"""Which answers are mailed: each unseen one in exactly one letter, and none that was seen."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from server.core import letters
from server.core.conversation import Conversation, after, replay
from server.core.events import (
    ConversationStarted,
    DetailsGiven,
    Event,
    MessageRead,
    MessageSent,
    Named,
    Rated,
    Sender,
    VisitorLeft,
    VisitorReturned,
)
from server.core.letters import MOST_ANSWERS, SOON, Look, address_in, begins_after, looks, one_address, unseen

WAIT = 120_000
VERA, ADA, BUTLER = (
    Sender("visitor", "v_vera", "Vera"),
    Sender("agent", "a_ada", "Ada"),
    Sender("bot", "butler"),
)

STEPS: dict[str, Event] = {
    "answer": MessageSent(by=ADA, text="It left yesterday."),
    "note": MessageSent(by=ADA, kind="note", public=False, text="Be kind"),
    "butler": MessageSent(by=BUTLER, kind="auto_ack", text="Thank you"),
    "words": MessageSent(by=VERA, text="And now?"),
    "read": MessageRead(by=VERA),
    "ada reads": MessageRead(by=ADA),
    "leaves": VisitorLeft(),
    "returns": VisitorReturned(),
    "rates": Rated(by=VERA, score=5),
}
STORY = some.lists(some.sampled_from([*STEPS, "looked"]), max_size=40)


def told(*steps: str | Event) -> list[Event]:
    begun: list[Event] = [
        ConversationStarted(by=VERA, site="s_shop", visitor=Named("v_vera", "Vera")),
        DetailsGiven(by=VERA, email="vera@home.example"),
        MessageSent(by=VERA, text="Where is my order?"),
    ]
    events = begun + [STEPS[step] if isinstance(step, str) else step for step in steps]
    return [
        replace(event, conversation="c_1", seq=seq, at=seq * 1_000) for seq, event in enumerate(events, 1)
    ]


def seen_upto(events: Sequence[Event]) -> int:
    """Told plainly: the last number that the visitor must have seen, going by what he did."""
    upto = 0
    for event in events:
        if event.by.kind == "visitor" and isinstance(event, MessageSent | MessageRead | Rated):
            upto = event.seq
    return upto


@given(STORY)
def test_each_unseen_answer_is_in_exactly_one_letter_and_none_that_was_seen(story: list[str]) -> None:
    """`looked`: at this moment the outbox is looked at, and a letter goes out if there is one to write."""
    steps = [step for step in story if step != "looked"]
    moments, number = [], 3
    for step in story:
        number += step != "looked"
        if step == "looked":
            moments.append(number)
    timeline = told(*steps)
    covered, mailed = 0, []
    for moment in [*moments, len(timeline)]:
        events = timeline[:moment]
        now = replay(events)
        tail = [event for event in events if event.seq > begins_after(now, covered)]
        found = [event.seq for event in unseen(now, tail, covered)]
        assert all(seq > seen_upto(events) for seq in found)
        mailed += found
        covered = max([covered, *found])
    assert len(mailed) == len(set(mailed))
    answers = [
        event.seq for event in timeline if isinstance(event, MessageSent) and event.by == ADA and event.public
    ]
    never_seen = [seq for seq in answers if seq > seen_upto(timeline)]
    assert set(never_seen) <= set(mailed) <= set(answers)


@given(STORY)
def test_every_answer_that_may_stay_unseen_is_looked_after_in_time(story: list[str]) -> None:
    timeline = told(*(step for step in story if step != "looked"))
    now = Conversation()
    wanted: list[Look] = []
    for event in timeline:
        now = after(now, event)
        wanted += looks(now, [event], WAIT)
    for event in timeline:
        if isinstance(event, MessageSent) and event.by == ADA and event.public:
            assert any(look.seq == event.seq and look.at <= event.at + WAIT for look in wanted)
    assert len({look.seq for look in wanted}) == len(wanted)


def test_who_is_there_has_two_minutes_and_who_left_is_written_to_soon() -> None:
    here, gone = told("answer"), told("leaves", "answer")
    assert looks(replay(here), here[-1:], WAIT) == [Look(4, 4_000 + WAIT)]
    assert looks(replay(gone), gone[-1:], WAIT) == [Look(5, 5_000 + SOON)]


def test_who_leaves_with_an_answer_unseen_is_written_to_soon_and_others_are_not() -> None:
    unread, read = told("answer", "leaves"), told("answer", "read", "leaves")
    assert looks(replay(unread), unread[-1:], WAIT) == [Look(5, 5_000 + SOON)]
    assert looks(replay(read), read[-1:], WAIT) == []


def test_without_an_address_in_spam_and_in_trials_nothing_is_looked_after() -> None:
    timeline = told("answer")
    now = replay(timeline)
    for other in (replace(now, known=()), replace(now, spam=True), replace(now, test=True)):
        assert looks(other, timeline[-1:], WAIT) == []
    assert unseen(replace(now, spam=True), timeline, 0) == ()


def test_a_letter_that_was_fixed_keeps_to_its_answers_and_one_that_is_erased_has_none() -> None:
    timeline = told("answer", "answer", "answer")
    now = replay(timeline)
    assert [event.seq for event in unseen(now, timeline, 4, upto=5)] == [5]
    erased = [replace(event, text="") if isinstance(event, MessageSent) else event for event in timeline]
    assert unseen(now, erased, 0) == ()


def test_a_letter_has_an_end() -> None:
    timeline = told(*["answer"] * (MOST_ANSWERS + 7))
    first = unseen(replay(timeline), timeline, 0)
    second = unseen(replay(timeline), timeline, first[-1].seq)
    assert (len(first), len(second)) == (MOST_ANSWERS, 7)


def test_the_last_address_that_was_given_counts() -> None:
    assert address_in(told(DetailsGiven(by=BUTLER, email="new@home.example"))) == "new@home.example"
    assert address_in(told()[:1]) is None


GOOD = (
    "vera@home.example",
    "vera.v+shop@mail.home.example",
    "o'hara@home.example",
    "vera@xn--bcher-kva.example",
    "vära@bücher.example",
    "a%0d%0ab@home.example",
)
BAD = (
    None,
    "",
    "vera",
    "vera@home",
    "@home.example",
    "vera@",
    "a@b@home.example",
    "vera@home.example,eve@evil.example",
    "vera@home.example eve@evil.example",
    "vera@home.example\r\nBcc: eve@evil.example",
    "vera@home.example\n",
    "vera@home.example\u2028Bcc: eve@evil.example",
    "vera\u2028@home.example",
    "vera\x00@home.example",
    '"a,b"@home.example',
    '"vera"@home.example',
    "Vera <vera@home.example>",
    "vera@[127.0.0.1]",
    "vera(comment)@home.example",
    "=?utf-8?q?a=0d=0aBcc:?=@home.example\r\n",
    ".vera@home.example",
    "vera..v@home.example",
    "vera@-home.example",
    "vera@home..example",
    "vera;eve@home.example",
    "ve:ra@home.example",
    "v" * 65 + "@home.example",
    "vera@" + "h" * 250 + ".example",
    "vera@home.example\ud800",
    "ver\ud800a@home.example",
    "=?utf-8?q?vera?=@home.example",
)


@pytest.mark.parametrize("text", GOOD)
def test_one_address_is_taken_as_it_is(text: str) -> None:
    assert one_address(text) == text


@pytest.mark.parametrize("text", BAD)
def test_what_is_more_or_less_than_one_address_is_none(text: str | None) -> None:
    assert one_address(text) is None


@given(some.text(max_size=300))
def test_any_text_is_one_address_or_none(text: str) -> None:
    found = letters.one_address(text)
    assert found is None or (found == text and not set(text) & set(' \r\n\t,;:<>()[]"\\\u2028\u2029\x00'))
