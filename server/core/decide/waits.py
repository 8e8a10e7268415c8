"""What was promised to who waits."""

from collections.abc import Sequence

from ..conversation import Conversation
from ..events import SYSTEM, Event, WaitTold
from ..queueing import Wait


def is_told(
    conversation: Conversation, position: int, wait: Wait, reckoned: tuple[float, float]
) -> Sequence[Event]:
    """He has been told how long it takes, the first time since he waits; later he only sees it change.

    `reckoned`: p10 and p90 in seconds, as they were before rounding.
    """
    if conversation.waiting != "queue" or conversation.wait_told_at is not None:
        return ()
    p10, p90 = (round(1000 * seconds) for seconds in reckoned)
    high = None if wait.high is None else 1000 * wait.high
    return (WaitTold(by=SYSTEM, position=position, low=1000 * wait.low, high=high, p10=p10, p90=p90),)
