"""The ten points. Each is a function from a history to what is wrong with it: nothing, where all is well."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import history as h
from .gathered import Gathered, Operation, gathered
from .verdict import Point, Verdict

Wrong = Iterator[str]


def judge(records: Iterable[h.Record], examples: int = 5) -> Verdict:
    """So many `examples` of each point are kept, all are counted. Raises Unreadable."""
    found = gathered(records)
    points = []
    for number, (title, look) in enumerate(POINTS, 1):
        wrong = list(look(found))
        points.append(Point(number, title, len(wrong), tuple(wrong[:examples])))
    operations: dict[str, dict[str, int]] = {}
    for operation in found.operations.values():
        counted = operations.setdefault(operation.asked.do, {"ok": 0, "fail": 0, "info": 0})
        counted[operation.name] += 1
    return Verdict(tuple(points), operations)


def lost(found: Gathered) -> Wrong:
    """What was acknowledged is stored, at that place, by that person, in those words."""
    for operation in found.operations.values():
        ok = operation.outcome
        if not isinstance(ok, h.Ok):
            continue
        asked = operation.asked
        if asked.id is not None:
            rows = found.stored.get(asked.id, [])
            if problem := _differs(asked, ok, rows, found.person_of(asked.client)):
                yield f"{_named(operation)}: {problem}"
        elif ok.seq is not None and not _has(found, ok.conversation, ok.seq):
            yield f"{_named(operation)}: acknowledged as {ok.conversation} {ok.seq}, which does not exist"


def doubled(found: Gathered) -> Wrong:
    """A client's id stands in one row."""
    for message, rows in found.stored.items():
        if len(rows) > 1:
            places = ", ".join(f"{row.conversation} {row.seq}" for row in rows)
            yield f"id {message} is stored {len(rows)} times: {places}"


def numbered_wrongly(found: Gathered) -> Wrong:
    """A conversation's numbers are 1, 2, 3 … up to its last."""
    for conversation, rows in found.rows.items():
        numbers = [row.seq for row in rows]
        if numbers != list(range(1, len(numbers) + 1)):
            wrong = next(
                n
                for n, (is_, should) in enumerate(zip(numbers, range(1, len(numbers) + 1), strict=True))
                if is_ != should
            )
            yield f"{conversation}: number {numbers[wrong]} stands where {wrong + 1} should"
        stands = found.conversations.get(conversation)
        if stands is not None and stands.last_seq and stands.last_seq != numbers[-1]:
            yield f"{conversation}: its state says that {stands.last_seq} is the last, not {numbers[-1]}"


def out_of_order(found: Gathered) -> Wrong:
    """A client's messages stand in the order in which it sent them. One that was refused for the moment may
    be overtaken, but not by what was sent after its acknowledgement.
    """
    sent: dict[tuple[str, str], list[tuple[Operation, h.Ok]]] = defaultdict(list)
    for operation in found.operations.values():
        ok = operation.outcome
        if isinstance(ok, h.Ok) and operation.asked.id and ok.conversation and ok.seq is not None:
            sent[operation.asked.client, ok.conversation].append((operation, ok))
    for pairs in sent.values():
        yield from _overtaken(pairs)


def shown_wrongly(found: Gathered) -> Wrong:
    """Each client ends up with the list that is stored, and no socket is told a number twice or backwards."""
    for seen in found.backwards:
        yield f"{seen.client}: {seen.conversation} {seen.seq} came again, or after a greater one"
    for final in found.finals:
        yield from _compared(found, final)


def unsure_and_wrong(found: Gathered) -> Wrong:
    """What nobody was told of is stored once or not at all; what certainly failed is not stored."""
    for operation in found.operations.values():
        if operation.asked.id is None or isinstance(operation.outcome, h.Ok):
            continue
        times = len(found.stored.get(operation.asked.id, ()))
        if times > (0 if isinstance(operation.outcome, h.Fail) else 1):
            yield f"{_named(operation)}: {operation.name}, and stored {times} times"


def owned_wrongly(found: Gathered) -> Wrong:
    """Nobody gets what somebody has; what is open has an owner, or waits in the queue."""
    for conversation, rows in found.rows.items():
        owner: str | None = None
        for row in rows:
            if row.event == "assigned" and owner is not None:
                yield f"{conversation} {row.seq}: given to {row.agent} while {owner} has it"
            owner = _owner_after(owner, row)
        stands = found.conversations.get(conversation)
        if stands is not None:
            yield from _stands_wrongly(stands, owner)


def seen_by_others(found: Gathered) -> Wrong:
    """Nobody is shown what is not for him."""
    held = {
        (final.client, final.conversation): [entry[0] for entry in final.events] for final in found.finals
    }
    owners = {
        conversation: {row.agent for row in rows if row.agent is not None}
        for conversation, rows in found.rows.items()
    }
    for shown in (found.shown, held):
        for (client, conversation), numbers in shown.items():
            known = found.clients.get(client)
            stands = found.conversations.get(conversation)
            if known is None or stands is None or not numbers:
                continue
            if known.kind == "visitor":
                yield from _visitor_saw(found, known, stands, set(numbers))
            elif not _may_see(found, known.person, stands, owners.get(conversation, set())):
                yield f"{client} ({known.person}) saw {conversation}, which is not for him"


def exceptions(found: Gathered) -> Wrong:
    yield from found.logs


def sent_wrongly(found: Gathered) -> Wrong:
    """What should go out went out once; nothing else did."""
    for key in found.wanted.keys() | found.sent.keys():
        channel, event = key
        wanted, times = min(found.wanted[key], 1), found.sent[key]
        if times != wanted:
            yield f"{channel} {event}: sent {times} times, not {'once' if wanted else 'wanted'}"


POINTS: tuple[tuple[str, Callable[[Gathered], Wrong]], ...] = (
    ("acknowledged, but not stored so", lost),
    ("stored more than once", doubled),
    ("numbers with gaps or doubles", numbered_wrongly),
    ("not in the sender's order", out_of_order),
    ("shown otherwise than stored", shown_wrongly),
    ("failed or unknown, but stored too often", unsure_and_wrong),
    ("two owners, or open with none and not queued", owned_wrongly),
    ("seen by those it is not for", seen_by_others),
    ("unhandled exceptions", exceptions),
    ("mails and webhooks not sent once", sent_wrongly),
)


def _named(operation: Operation) -> str:
    asked = operation.asked
    return f"{asked.client} {asked.do} {asked.id or asked.conversation or ''} (operation {asked.op})"


def _differs(asked: h.Invoke, ok: h.Ok, rows: list[h.Row], person: str | None) -> str | None:
    if not rows:
        return "acknowledged, but not stored"
    row = rows[0]
    if ok.seq is not None and (row.conversation, row.seq) != (ok.conversation, ok.seq):
        return f"acknowledged as {ok.conversation} {ok.seq}, stored as {row.conversation} {row.seq}"
    if person is not None and row.by is not None and row.by != person:
        return f"sent by {person}, stored as {row.by}'s"
    if None not in (asked.text, row.text) and asked.text != row.text:
        return f"sent as {asked.text!r:.60}, stored as {row.text!r:.60}"
    return None


def _has(found: Gathered, conversation: str | None, seq: int) -> bool:
    rows = found.rows.get(conversation or "", ())
    return any(row.seq == seq for row in (rows[seq - 1 : seq] or rows))


def _overtaken(pairs: list[tuple[Operation, h.Ok]]) -> Wrong:
    acked = sorted(pairs, key=lambda pair: pair[1].at)
    before, greatest, latest = 0, 0, 0
    for operation, ok in sorted(pairs, key=lambda pair: (pair[0].asked.at, pair[0].asked.op)):
        while acked[before][1].at < operation.asked.at:
            greatest = max(greatest, acked[before][1].seq or 0)
            before += 1
        seq = ok.seq or 0
        least = greatest if ok.refused else max(greatest, latest)
        if seq <= least:
            yield f"{_named(operation)}: is {ok.conversation} {seq}, after {least} of the same client"
        if not ok.refused:
            latest = max(latest, seq)


def _compared(found: Gathered, final: h.Final) -> Wrong:
    known = found.clients.get(final.client)
    all_of_it = known is None or known.kind != "visitor"
    should = {row.seq: row for row in found.rows.get(final.conversation, ()) if all_of_it or row.public}
    where = f"{final.client} in {final.conversation}"
    numbers = [entry[0] for entry in final.events]
    if len(set(numbers)) != len(numbers):
        yield f"{where}: shows a number twice"
    if missing := sorted(should.keys() - set(numbers)):
        yield f"{where}: lacks {len(missing)} of {len(should)}, the first is {missing[0]}"
    for entry in final.events:
        row = should.get(entry[0])
        if row is None and all_of_it:
            yield f"{where}: shows {entry[0]}, which is not stored"
        elif row is not None and not _is(entry, row):
            yield f"{where}: shows {entry[0]} otherwise than it is stored"
    yield from _believed(found, final, where)


def _believed(found: Gathered, final: h.Final, where: str) -> Wrong:
    stands = found.conversations.get(final.conversation)
    for name, value in final.state.items():
        if stands is not None and getattr(stands, name, value) != value:
            yield f"{where}: believes {name} {value!r}, it is {getattr(stands, name)!r}"


def _is(entry: list[Any], row: h.Row) -> bool:
    return entry[1] == row.id and (len(entry) < 3 or row.text is None or entry[2] == row.text)


def _owner_after(owner: str | None, row: h.Row) -> str | None:
    match row.event:
        case "assigned":
            return row.agent
        case "transferred":
            return row.agent if row.agent is not None else owner
        case "unassigned" | "queued":
            return None
    return owner


def _stands_wrongly(stands: h.Conversation, owner: str | None) -> Wrong:
    conversation = stands.conversation
    if stands.owner != owner and not (owner is None and stands.status == "open"):
        yield f"{conversation}: its state says {stands.owner} has it, its events say {owner}"
    if stands.owner is not None and stands.queued:
        yield f"{conversation}: {stands.owner} has it, and it is queued"
    if stands.status == "open" and stands.owner is None and not stands.queued:
        yield f"{conversation}: open, nobody has it, and it is not queued"


def _visitor_saw(found: Gathered, known: h.Client, stands: h.Conversation, numbers: set[int]) -> Wrong:
    if stands.visitor != known.person:
        yield f"{known.client} ({known.person}) saw {stands.conversation} of {stands.visitor}"
        return
    hidden = {row.seq for row in found.rows.get(stands.conversation, ()) if not row.public}
    for seq in sorted(numbers & hidden):
        yield f"{known.client} saw {stands.conversation} {seq}, which is not for visitors"


def _may_see(found: Gathered, person: str, stands: h.Conversation, owners: set[str]) -> bool:
    viewer = found.people.get(person)
    if viewer is None or viewer.sees_all or stands.team is None or person in owners:
        return True
    teams = {row.team for row in found.rows.get(stands.conversation, ()) if row.team is not None}
    return bool(set(viewer.teams) & {stands.team, *teams})
