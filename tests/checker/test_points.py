"""The checker: each point catches a fault that was planted for it, and a clean history has none."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.checker.history import Unreadable, read
from server.checker.points import judge
from server.checker.verdict import Verdict
from tests.forked import ran, ran_afresh

Record = dict[str, Any]
Records = list[Record]


def clean() -> Records:
    """Vera asks twice, Ada answers; then it is solved. Ben works in another team."""
    return [
        {"type": "client", "client": "vera", "person": "v_vera", "kind": "visitor"},
        {"type": "client", "client": "ada", "person": "a_ada", "kind": "agent"},
        {"type": "client", "client": "ben", "person": "a_ben", "kind": "agent"},
        {"type": "invoke", "at": 1.0, "op": 1, "client": "vera", "do": "say", "id": "m1", "text": "Hello"},
        {"type": "ok", "at": 1.1, "op": 1, "conversation": "c", "seq": 2},
        {"type": "seen", "at": 1.2, "client": "ada", "socket": 1, "conversation": "c", "seq": 4},
        {"type": "invoke", "at": 2.0, "op": 2, "client": "vera", "do": "say", "id": "m2", "text": "Anybody?"},
        {"type": "ok", "at": 2.1, "op": 2, "conversation": "c", "seq": 5},
        {"type": "invoke", "at": 3.0, "op": 3, "client": "ada", "do": "note", "id": "m3", "text": "Regular"},
        {"type": "info", "at": 3.1, "op": 3, "why": "connection lost"},
        {"type": "seen", "at": 3.2, "client": "ada", "socket": 1, "conversation": "c", "seq": 6},
        {"type": "invoke", "at": 4.0, "op": 4, "client": "vera", "do": "say", "id": "m4", "text": "Never"},
        {"type": "fail", "at": 4.1, "op": 4, "code": "closed"},
        {"type": "invoke", "at": 5.0, "op": 5, "client": "ada", "do": "resolve", "conversation": "c"},
        {"type": "ok", "at": 5.1, "op": 5, "conversation": "c", "seq": 7},
        {"type": "seen", "at": 5.2, "client": "vera", "socket": 2, "conversation": "c", "seq": 7},
        {
            "type": "final", "client": "vera", "conversation": "c",
            "events": [[1, None], [2, "m1", "Hello"], [3, None], [4, None], [5, "m2", "Anybody?"], [7, None]],
            "state": {"owner": "a_ada"},
        },
        {"type": "person", "person": "a_ada", "kind": "agent", "teams": ["t_1"]},
        {"type": "person", "person": "a_ben", "kind": "agent", "teams": ["t_2"]},
        row(1, "conversation.started", "v_vera", team="t_1"),
        row(2, "message.sent", "v_vera", id="m1", text="Hello"),
        row(3, "queued", "butler"),
        row(4, "assigned", None, agent="a_ada"),
        row(5, "message.sent", "v_vera", id="m2", text="Anybody?"),
        row(6, "message.sent", "a_ada", id="m3", text="Regular", public=False),
        row(7, "resolved", "a_ada"),
        {
            "type": "conversation", "conversation": "c", "visitor": "v_vera", "status": "resolved",
            "owner": "a_ada", "team": "t_1", "last_seq": 7,
        },
        {"type": "wanted", "event": "o_1", "channel": "mail"},
        {"type": "sent", "event": "o_1", "channel": "mail"},
    ]  # fmt: skip


def row(seq: int, event: str, by: str | None, **more: Any) -> Record:
    return {"type": "row", "conversation": "c", "seq": seq, "event": event, "by": by, **more}


def judged(tmp_path: Path, records: Records) -> Verdict:
    file = tmp_path / "history.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    return judge(read(file))


def one(records: Records, **like: Any) -> Record:
    return next(found for found in records if all(found.get(name) == is_ for name, is_ in like.items()))


def test_a_clean_history_is_clean(tmp_path: Path) -> None:
    verdict = judged(tmp_path, clean())
    assert verdict.clean, verdict.lines()
    assert verdict.operations["say"] == {"ok": 2, "fail": 1, "info": 0}
    assert verdict.operations["note"] == {"ok": 0, "fail": 0, "info": 1}


# ---- One fault each --------------------------------------------------------------------------------


def acknowledged_and_lost(h: Records) -> None:
    one(h, type="row", seq=5)["id"] = None
    one(h, type="final")["events"][4] = [5, None, "Anybody?"]


def acknowledged_elsewhere(h: Records) -> None:
    one(h, type="ok", op=2)["seq"] = 3


def stored_in_other_words(h: Records) -> None:
    one(h, type="invoke", op=1)["text"] = "Hallo"


def stored_as_somebody_elses(h: Records) -> None:
    one(h, type="row", seq=2)["by"] = "v_other"


def a_change_acknowledged_and_lost(h: Records) -> None:
    one(h, type="ok", op=5)["seq"] = 8


def stored_twice(h: Records) -> None:
    h.append(row(8, "message.sent", "v_vera", id="m2", text="Anybody?", public=False))
    one(h, type="conversation")["last_seq"] = 8


def a_gap(h: Records) -> None:
    h.remove(one(h, type="row", seq=3))
    one(h, type="final")["events"].pop(2)


def a_number_twice(h: Records) -> None:
    h.append(row(7, "resolved", "a_ada"))


def a_state_behind(h: Records) -> None:
    one(h, type="conversation")["last_seq"] = 6


def overtaken(h: Records) -> None:
    one(h, type="invoke", op=2)["at"] = 0.5


def overtaken_after_a_refusal(h: Records) -> None:
    """Its own refusal excuses it only before those that were under way with it."""
    overtaken(h)
    one(h, type="ok", op=1)["refused"] = 1
    one(h, type="ok", op=2)["at"] = 0.6


def lacks_a_message(h: Records) -> None:
    one(h, type="final")["events"].pop()


def shows_other_words(h: Records) -> None:
    one(h, type="final")["events"][1][2] = "Hallo"


def told_twice(h: Records) -> None:
    h.append({**one(h, type="seen", seq=6), "at": 3.3})


def told_backwards(h: Records) -> None:
    h.append({**one(h, type="seen", seq=6), "seq": 3})


def believes_in_another_owner(h: Records) -> None:
    one(h, type="final")["state"] = {"owner": None}


def failed_and_stored(h: Records) -> None:
    h.append(row(8, "message.sent", "v_vera", id="m4", text="Never", public=False))
    one(h, type="conversation")["last_seq"] = 8


def two_owners(h: Records) -> None:
    h.append(row(8, "assigned", None, agent="a_ben", public=False))
    one(h, type="conversation").update(last_seq=8, owner="a_ben")
    one(h, type="final")["state"] = {}


def nobody_has_it(h: Records) -> None:
    h.append(row(8, "reopened", "v_vera", public=False))
    h.append(row(9, "unassigned", None, public=False))
    one(h, type="conversation").update(last_seq=9, status="open", owner=None)
    one(h, type="final")["state"] = {}


def owned_and_queued(h: Records) -> None:
    one(h, type="conversation")["queued"] = True


def seen_by_another_team(h: Records) -> None:
    h.append({"type": "seen", "at": 6, "client": "ben", "socket": 3, "conversation": "c", "seq": 7})


def a_note_seen_by_the_visitor(h: Records) -> None:
    h.append({"type": "seen", "at": 3.3, "client": "vera", "socket": 4, "conversation": "c", "seq": 6})


def seen_by_another_visitor(h: Records) -> None:
    h.append({"type": "client", "client": "eve", "person": "v_eve", "kind": "visitor"})
    h.append({"type": "seen", "at": 6, "client": "eve", "socket": 3, "conversation": "c", "seq": 7})


def an_exception(h: Records) -> None:
    h.append({"type": "log", "line": "KeyError: 'seq'"})


def mailed_twice(h: Records) -> None:
    h.append({"type": "sent", "event": "o_1", "channel": "mail"})


def never_mailed(h: Records) -> None:
    h.remove(one(h, type="sent"))


def mailed_unasked(h: Records) -> None:
    h.append({"type": "sent", "event": "o_2", "channel": "mail"})


PLANTED: dict[int, list[Callable[[Records], None]]] = {
    1: [
        acknowledged_and_lost,
        acknowledged_elsewhere,
        stored_in_other_words,
        stored_as_somebody_elses,
        a_change_acknowledged_and_lost,
    ],
    2: [stored_twice],
    3: [a_gap, a_number_twice, a_state_behind],
    4: [overtaken, overtaken_after_a_refusal],
    5: [lacks_a_message, shows_other_words, told_twice, told_backwards, believes_in_another_owner],
    6: [failed_and_stored],
    7: [two_owners, nobody_has_it, owned_and_queued],
    8: [seen_by_another_team, a_note_seen_by_the_visitor, seen_by_another_visitor],
    9: [an_exception],
    10: [mailed_twice, never_mailed, mailed_unasked],
}


@pytest.mark.parametrize(
    ("point", "plant"), [(point, plant) for point, plants in PLANTED.items() for plant in plants]
)
def test_a_planted_fault_is_found(tmp_path: Path, point: int, plant: Callable[[Records], None]) -> None:
    history = clean()
    plant(history)
    verdict = judged(tmp_path, history)
    assert verdict.points[point - 1].count > 0, verdict.lines()
    assert verdict.points[point - 1].examples


def test_a_refused_message_may_be_overtaken_by_those_under_way_with_it(tmp_path: Path) -> None:
    history = clean()
    overtaken(history)
    one(history, type="ok", op=2)["refused"] = 1
    assert judged(tmp_path, history).clean


def test_an_unknown_message_may_be_stored_or_not(tmp_path: Path) -> None:
    history = clean()
    history.remove(one(history, type="info"))
    assert judged(tmp_path, history).clean
    stored = one(history, type="row", seq=6)
    stored.update(event="tagged", id=None, text=None)
    assert judged(tmp_path, history).clean


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="line 30"):
        judged(tmp_path, [*clean(), {"type": "rumour"}])
    with pytest.raises(Unreadable, match="operation 99"):
        judged(tmp_path, [*clean(), {"type": "ok", "at": 9, "op": 99}])


# ---- The command -----------------------------------------------------------------------------------


def test_the_command_says_it_a_line_a_point(tmp_path: Path) -> None:
    judged(tmp_path, clean())
    done = ran_afresh("checker", str(tmp_path / "history.jsonl"))
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 11)
    assert "C = 0" in done.stdout


def test_the_command_fails_when_something_is_wrong(tmp_path: Path) -> None:
    history = clean()
    never_mailed(history)
    judged(tmp_path, history)
    done = ran("checker", str(tmp_path / "history.jsonl"), "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert [point["number"] for point in told["points"] if point["count"]] == [10]


def test_bad_usage_of_the_command_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "history.jsonl").write_text("nonsense\n")
    for name in ("history.jsonl", "missing.jsonl"):
        done = ran("checker", str(tmp_path / name))
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_a_long_history_is_read_in_reasonable_time(tmp_path: Path) -> None:
    """100,000 lines; a million take ten times as long."""
    file = tmp_path / "history.jsonl"
    with file.open("w") as lines:
        print('{"type":"client","client":"vera","person":"v","kind":"visitor"}', file=lines)
        for n in range(1, 25_001):
            for record in (
                {
                    "type": "invoke",
                    "at": n,
                    "op": n,
                    "client": "vera",
                    "do": "say",
                    "id": f"m{n}",
                    "text": "x",
                },
                {"type": "ok", "at": n + 0.5, "op": n, "conversation": "c", "seq": n},
                {"type": "seen", "at": n, "client": "vera", "socket": 1, "conversation": "c", "seq": n},
                row(n, "message.sent", "v", id=f"m{n}", text="x"),
            ):
                lines.write(json.dumps(record) + "\n")
    begun = time.process_time()
    verdict = judge(read(file))
    assert verdict.clean, verdict.lines()
    assert time.process_time() - begun < 10
