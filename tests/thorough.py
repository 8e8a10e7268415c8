"""How many random worlds a property is tried in whose every example takes a second or more."""

import os

IS_THOROUGH = bool(os.environ.get("CHAT_BUTLER_THOROUGH"))


def examples(each_time: int, thorough: int) -> int:
    """So many in each run, and so many with `./dev test --thorough`."""
    return thorough if IS_THOROUGH else each_time
