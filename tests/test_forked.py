"""A forked process is one like any other: words, an environment, files, signals and an end of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked import Forked, ran, ran_afresh, started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")

TELLS = """
import json, os, sys
print("to stderr", file=sys.stderr)
print(json.dumps({
    "argv": sys.argv, "env": dict(os.environ), "folder": os.getcwd(), "name": __name__,
    "files": len(os.listdir("/proc/self/fd")), "server": "server.app" in sys.modules,
}))
sys.exit(3)
"""
SLEEPS = "import time; print('asleep', flush=True); time.sleep(600)"


def of(folder: Path, text: str, *words: str) -> tuple[Forked, Path]:
    program, log = folder / "program.py", folder / "log"
    program.write_text(text)
    with log.open("ab") as out:
        process = started(words, {**os.environ, "VERA": "ü"}, out, program)
    assert isinstance(process, Forked)
    return process, log


def test_it_has_words_an_environment_a_folder_and_an_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    process, log = of(tmp_path, TELLS, "--one", "two")
    assert process.wait(60) == process.poll() == process.returncode == 3
    first, last = log.read_text().splitlines()
    assert first == "to stderr"
    told = json.loads(last)
    assert told["argv"] == [str(tmp_path / "program.py"), "--one", "two"]
    assert told["env"] == {**os.environ, "VERA": "ü"}
    assert (told["folder"], told["name"], told["server"]) == (str(tmp_path), "__main__", True)


def test_it_holds_no_files_of_those_that_were_forked_before(tmp_path: Path) -> None:
    others = [of(tmp_path, SLEEPS)[0] for _ in range(3)]
    process, log = of(tmp_path, TELLS)
    process.wait(60)
    for other in others:
        other.kill()
    # Input, output, errors and the folder that is listed.
    assert json.loads(log.read_text().splitlines()[-1])["files"] == 4


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_by_a_signal_and_nobody_waits_for_longer_than_he_said(tmp_path: Path, sign: int) -> None:
    process, _ = of(tmp_path, SLEEPS)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    assert process.poll() is None
    process.send_signal(sign)
    assert process.wait(60) == -sign
    process.send_signal(sign)


def test_what_it_read_and_said_is_the_same_forked_or_not(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path))
    words = ("user", "add", "ada@shop.example", "--name", "Ada", "--role", "agent", "--password-stdin", *data)
    assert ran(*words, typed="correct horse battery\n").stdout.startswith("a_")
    for run in (ran, ran_afresh):
        refused = run(*words, typed="short\n")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "password" in refused.stderr
