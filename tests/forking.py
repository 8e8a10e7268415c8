"""What `tests/forked.py` asks for processes: `chat-butler …`, imported once and forked when it is asked to.

Run as `python -m tests.forking SOCKET`. A message is the program, its words, the environment and the folder,
with four files: its input, its output and its errors, and a socket that hears the process's id and, when it
has ended, its exit code. A program of another name than `chat-butler` is a Python file.
"""

import contextlib
import gc
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
import time

# All that a start imports, what it looks for late as well.
import aiosqlite  # noqa: F401
import asyncpg  # noqa: F401
import sqlalchemy.dialects.postgresql.asyncpg
import sqlalchemy.dialects.sqlite.aiosqlite  # noqa: F401
import uvloop  # noqa: F401

import server.serve  # noqa: F401
from server.cli import main

AT_ONCE = 1 << 20  # bytes of a message at most


def serve(asked: socket.socket) -> None:
    """Returns in each process that was forked, ready to become what was asked for; the first one ends when
    nobody is left to ask.
    """
    # A fork has only one thread: the locks that others held would be held for ever.
    assert threading.active_count() == 1
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ended, rings = os.pipe2(os.O_NONBLOCK)
    signal.set_wakeup_fd(rings)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    gc.collect()
    gc.freeze()
    told: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([asked.fileno(), ended], [], [])
        if ended in ready:
            os.read(ended, 4096)
            _tell_of_ends(told)
        if asked.fileno() in ready:
            message, files, _, _ = socket.recv_fds(asked, AT_ONCE, 4)
            if not message:
                sys.exit()
            if (pid := os.fork()) == 0:
                _become(message, files[:3])
                return
            for file in files[:3]:
                os.close(file)
            told[pid] = socket.socket(fileno=files[3])
            told[pid].sendall(pid.to_bytes(4, "little"))


def _tell_of_ends(told: dict[int, socket.socket]) -> None:
    for pid in list(told):
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            code = os.waitstatus_to_exitcode(status)
            with told.pop(pid) as whoever_asked, contextlib.suppress(OSError):
                whoever_asked.sendall(code.to_bytes(4, "little", signed=True))


def _become(message: bytes, files: list[int]) -> None:
    """What `subprocess.Popen` and the start of Python would have made of it."""
    sys.argv, env, folder = json.loads(message)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    # A process that it spawns reads its main module first.
    program = sys.modules["__main__"]
    program.__spec__, program.__file__ = None, sys.argv[0]


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
    if sys.argv[0].endswith(".py"):
        runpy.run_path(sys.argv[0], run_name="__main__")
    else:
        main()
