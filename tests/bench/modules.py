"""Which packages a server that is ready has loaded: `python -m tests.bench.modules FOLDER`."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from server.app import House
from server.serve import run
from server.settings import settings


def of_others() -> list[str]:
    """By name, of what is installed, without the standard library and ourselves."""
    installed = [
        name
        for name, module in sys.modules.items()
        if "site-packages" in (getattr(getattr(module, "__spec__", None), "origin", None) or "")
    ]
    return [name for name in installed if not name.startswith(("server", "bot", "tests"))]


async def tell(house: House, address: str) -> None:
    print(" ".join(of_others()), flush=True)
    # Soon: it listens to signals only once this has returned.
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    run(settings(data=Path(sys.argv[1]), port=0), then=tell)
