"""Which process has the processor first."""

import os


def give_way(niceness: int) -> None:
    """To everything that is less nice: from 0, the usual, to 19. Nothing on Windows."""
    if hasattr(os, "setpriority"):
        now = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, max(now, niceness))
