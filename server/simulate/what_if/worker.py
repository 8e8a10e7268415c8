"""The other end of a comparison: a process that lives through weeks, and says how far it is."""

import os
import signal
from multiprocessing.connection import Connection
from time import monotonic

from server.priority import give_way

from .asked import WhatIf

Told = tuple[str, object]


def run(pipe: Connection, wish: WhatIf, seconds: float) -> None:
    """Sends ("progress", (done, total)), and at last ("done", what came out) or ("failed", why). No further
    week is begun after so many seconds.
    """
    # Ctrl-C is the server's business; it closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The chat has the machine first.
    give_way(15)
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        pipe.send(_compared(pipe, wish, monotonic() + seconds))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # Whoever asked is gone, or wants it no more.
        return


def _compared(pipe: Connection, wish: WhatIf, over: float) -> Told:
    from bot import butler

    from .change import BadChange
    from .compare import compare, notes

    def tell(done: int, total: int) -> None:
        pipe.send(("progress", (done, total)))

    try:
        found = compare(
            wish.past,
            wish.world,
            wish.change,
            wish.weeks,
            wish.within,
            butler.decide,
            tell,
            lambda: monotonic() < over,
        )
    except BadChange as problem:
        return "failed", str(problem)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as problem:  # whatever it is, whoever waits must hear of it
        return "failed", f"{type(problem).__name__}: {problem}"
    return "done", {**found.plain(), "notes": list(notes(wish.past, wish.change, found))}
