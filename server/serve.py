"""Runs the house as a process: listens, says where, stops on a signal."""

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TextIO, cast

import structlog
from aiohttp import web

from server.app import House
from server.patience import Patience, PatientRunner
from server.settings import Misconfigured, Settings

SHUTDOWN_WITHIN = 2.0  # s; aiohttp waits a minute for open websockets by default
BACKLOG = 4096


Then = Callable[[House, str], Coroutine[Any, Any, None]]
Add = Callable[[web.Application], None]


def run(settings: Settings, *, add: Add | None = None, then: Then | None = None) -> None:
    """Until SIGTERM or SIGINT. Raises Misconfigured for what stops a start."""
    _log(settings.log_level)
    _open_as_many_as_may_be()
    with asyncio.Runner(loop_factory=_loop()) as runner:
        runner.run(serve(settings, add=add, then=then))


async def serve(settings: Settings, *, add: Add | None = None, then: Then | None = None) -> None:
    """`add` may add pages before the start; `then` gets the house and its address, once it listens."""
    house = House(settings)
    if add is not None:
        add(house.app)
    patience = Patience(settings.header_timeout, settings.body_timeout, settings.idle_timeout)
    runner = PatientRunner(house.app, patience, SHUTDOWN_WITHIN)
    await runner.setup()
    stop = _told_to_stop()
    try:
        address = await _listen(runner, settings)
        collect_less()
        await _say_where(house, address)
        if then is not None:
            await then(house, address)
        await stop.wait()
    finally:
        await runner.cleanup()


def _open_as_many_as_may_be() -> None:
    """A connection is a file, and some systems allow a process no more than 1,024 unless it asks."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def collect_less() -> None:
    """What is here after the start stays, and a message leaves few cycles: less is looked for."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


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


def _told_to_stop() -> asyncio.Event:
    """From here on a signal ends it in good order: whoever sees it listen may end it."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    return stop


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
    # Jobs report their failures themselves. That one takes longer than a second, and makes the next one wait
    # for it, or is cancelled by a stop, is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Unfailing(sys.stderr))),
    )


class _Unfailing:
    """A full disk may cost lines of the log, but nothing of the work that they are about."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            return self._out.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._out.flush()
