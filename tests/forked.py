"""`chat-butler …` as a process that has nothing left to import: forked from one that has.

To start Python and to import everything is most of what a server's start costs, and the tests start hundreds.
Forked or not, it is a process with an environment, files, signals and a death of its own.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

PROGRAM = str(Path(sys.executable).parent / "chat-butler")
ROOT = Path(__file__).resolve().parents[1]

_ONE_BY_ONE = threading.Lock()


class Forked:
    """As much of `subprocess.Popen` as tests use."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], files: Sequence[IO[bytes]]) -> None:
        """`files`: its input, its output and its errors."""
        self.returncode: int | None = None
        self._told, its_end = socket.socketpair()
        self._reading = threading.Lock()
        message = json.dumps([list(argv), dict(env), os.getcwd()]).encode()
        with its_end, _ONE_BY_ONE:
            numbers = [file.fileno() for file in files]
            socket.send_fds(_forking()[1], [message], [*numbers, its_end.fileno()])
        self.pid = self._number()

    def poll(self) -> int | None:
        return self._heard(0)

    def wait(self, timeout: float | None = None) -> int:
        code = self._heard(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("chat-butler", timeout or 0)
        return code

    def send_signal(self, sign: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sign)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _heard(self, timeout: float | None) -> int | None:
        select.select([self._told], [], [], 0 if self.returncode is not None else timeout)
        # One thread may wait while another looks.
        with self._reading:
            if self.returncode is None and select.select([self._told], [], [], 0)[0]:
                self.returncode = self._number()
        return self.returncode

    def _number(self) -> int:
        told = self._told.recv(4, socket.MSG_WAITALL)
        assert len(told) == 4, "the process that forks has ended"
        return int.from_bytes(told, "little", signed=True)


Process = subprocess.Popen[bytes] | Forked
Done = subprocess.CompletedProcess[str]


def started(
    words: Sequence[str], env: Mapping[str, str], out: IO[bytes], program: str | Path = PROGRAM
) -> Process:
    """The program, ours or a Python file that runs ours, with what it says in `out`. Forked on Linux."""
    argv = [str(program), *words]
    if sys.platform == "linux":
        with open(os.devnull, "rb") as nothing:
            return Forked(argv, env, (nothing, out, out))
    return subprocess.Popen(
        argv if program == PROGRAM else [sys.executable, *argv], env=env, stdout=out, stderr=out
    )


def ran(*words: str, typed: str = "", **env: str) -> Done:
    """The program run to its end, with what it said. Forked on Linux."""
    if sys.platform != "linux":
        return ran_afresh(*words, typed=typed, **env)
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as errors:
        given.write(typed.encode())
        given.seek(0)
        code = Forked([PROGRAM, *words], {**os.environ, **env}, (given, out, errors)).wait()
        return subprocess.CompletedProcess(words, code, _all_of(out), _all_of(errors))


def ran_afresh(*words: str, typed: str = "", **env: str) -> Done:
    """The same in a Python with nothing imported yet: whatever the command needs, it has to find."""
    return subprocess.run(
        [PROGRAM, *words], input=typed, capture_output=True, text=True, env={**os.environ, **env}
    )


def _all_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


@cache
def _forking() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """The process that forks, which ends with this one, and the way to it."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        words = [sys.executable, "-m", "tests.forking", str(its.fileno())]
        process = subprocess.Popen(words, cwd=ROOT, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL)
    return process, ours
