"""Our whole server with a writer that confirms at once: `python -m tests.bench.confirming FOLDER PORT`.

Only messages are spared the disk; what is written once in a while (agents, sessions) is written.
"""

import sys
from pathlib import Path

from server import serve
from server.app import House
from server.clock import wall_clock
from server.desk.ports import Clock
from server.settings import Settings, settings
from server.store.writing.waiting import Waiting
from server.store.writing.writer import Writer


def confirm_at_once(writer: Writer) -> None:
    """From now on messages are not handed to the thread that stores them."""
    lane = writer._lane
    store = lane.put

    def put(waiting: Waiting) -> None:
        if waiting.alone:
            store(waiting)
        else:
            waiting.done.set_result(None)

    vars(lane)["put"] = put


class HouseWithoutStore(House):
    def __init__(self, settings: Settings, clock: Clock = wall_clock) -> None:
        super().__init__(settings, clock)
        confirm_at_once(self.kept.timeline.writer)


if __name__ == "__main__":
    vars(serve)["House"] = HouseWithoutStore
    serve.run(settings(data=Path(sys.argv[1]), port=int(sys.argv[2])))
