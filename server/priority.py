"""Which process has the processor first."""

import os
from contextlib import suppress


def give_way(niceness: int) -> None:
    """To everything that is less nice: from 0, the usual, to 19. Nothing on Windows.

    Under Linux it then has only what nobody else wants: whoever is merely nicer ends its turn, of some ms,
    before others have theirs. If it was started as nice already, whoever waits for it is so too: they share.
    """
    if hasattr(os, "setpriority"):
        now = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, max(now, niceness))
        if now < niceness and hasattr(os, "SCHED_IDLE"):
            with suppress(OSError):  # some sandboxes know of no policies
                os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
