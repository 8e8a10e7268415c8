"""What must be looked at later because of what happened: due rows, written in the events' own transaction.

A row is no promise that anything happens: whoever looks (overdue.py) asks anew whether it still applies, and
may set the next one. So what comes often need not move a row each time.
"""

from collections.abc import Callable, Sequence

from server.core.conversation import Conversation
from server.core.events import Assigned, Event, Offered, Queued, Reopened, Transferred, Unsnoozed

from ..directory import Directory
from ..ports import Due
from ..queue import offers, overflow
from . import promises, silence

Deadlines = Callable[[Conversation, Event, Directory], Sequence[Due]]

# By type of event, what follows from it: (the conversation afterwards, the event, the directory) -> due rows.
FOLLOWING: dict[type[Event], tuple[Deadlines, ...]] = {
    Queued: (overflow.follows,),
    Offered: (offers.follows,),
    Assigned: (silence.follows,),
    Transferred: (silence.follows,),
    Reopened: (silence.follows,),
    Unsnoozed: (silence.follows,),
}


def of(conversation: Conversation, events: Sequence[Event], directory: Directory) -> list[Due]:
    found = [
        due
        for event in events
        for follows in FOLLOWING.get(type(event), ())
        for due in follows(conversation, event, directory)
    ]
    return [*found, *promises.to_look_at(conversation, events)] if conversation.sla else found
