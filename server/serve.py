"""Runs the house as a process: listens, says where, stops on a signal."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from aiohttp import web

from server.app import House
from server.settings import Misconfigured, Settings

SHUTDOWN_WITHIN = 2.0  # s; aiohttp waits a minute for open websockets by default
BACKLOG = 4096


Then = Callable[[House, str], Coroutine[Any, Any, None]]
Add = Callable[[web.Application], None]


def run(settings: Settings, *, add: Add | None = None, then: Then | None = None) -> None:
    """Until SIGTERM or SIGINT. Raises Misconfigured for what stops a start."""
    _log(settings.log_level)
    with asyncio.Runner(loop_factory=_loop()) as runner:
        runner.run(serve(settings, add=add, then=then))


async def serve(settings: Settings, *, add: Add | None = None, then: Then | None = None) -> None:
    """`add` may add pages before the start; `then` gets the house and its address, once it listens."""
    house = House(settings)
    if add is not None:
        add(house.app)
    runner = web.AppRunner(house.app, shutdown_timeout=SHUTDOWN_WITHIN, access_log=None)
    await runner.setup()
    try:
        address = await _listen(runner, settings)
        await _say_where(house, address)
        if then is not None:
            await then(house, address)
        await _signalled()
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings) -> str:
    try:
        site = web.TCPSite(runner, settings.host, settings.port, backlog=BACKLOG)
        await site.start()
    except OSError as problem:
        raise Misconfigured(
            f"cannot listen on {settings.host}:{settings.port} ({problem.strerror}); choose another --port"
        ) from None
    port = runner.addresses[0][1]
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return settings.public_url or f"http://{host}:{port}"


async def _say_where(house: House, address: str) -> None:
    print(f"Chat Butler is at {address}/console/", flush=True)
    if not house.kept.accounts.has_admin():
        key = await house.kept.accounts.open_setup()
        print(f"Make the first admin, once, at {address}/console/#/setup?key={key}", flush=True)


async def _signalled() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    await stop.wait()


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _log(level: str) -> None:
    """One JSON object a line, on standard error; what libraries say only from warnings on."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr)
    # A look that takes longer than a second makes the next one wait for it: as it should be, and no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
