"""What the bench sees of the processes that it measures."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench import machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

WAITS = [sys.executable, "-c", "input()"]


def test_a_process_that_a_thread_has_started_is_a_child_too() -> None:
    with ThreadPoolExecutor(1) as thread:
        child = thread.submit(subprocess.Popen, WAITS, stdin=subprocess.PIPE).result()
        with child:
            assert child.pid in machine.children(os.getpid())
            child.communicate(b"\n")
