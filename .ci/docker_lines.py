"""Carries out the Dockerfile where no container engine runs, and asks what it made for its health.

Each stage is a throw-away overlay over this machine, in a mount namespace of its own: the RUN lines run word
for word, as root, and nothing of it is left. This machine's Python and Node stand for those of the base
images. Needs root on Linux.
"""

import ctypes
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLONE_NEWNET = 0x40000000  # os.unshare came with Python 3.12
INSIDE = "CHAT_BUTLER_INSIDE_NAMESPACE"


@dataclass(slots=True)
class Stage:
    root: Path
    workdir: str = "/"
    user: str = "root"
    env: dict[str, str] = field(default_factory=dict)
    ends: dict[str, list[str]] = field(default_factory=dict)

    def inside(self, path: str) -> Path:
        return self.root / os.path.normpath(os.path.join(self.workdir, path)).lstrip("/")

    def words(self, argv: list[str]) -> list[str]:
        """The command line that runs `argv` in this stage."""
        enter = f"cd {shlex.quote(self.workdir)} && exec {shlex.join(argv)}"
        return ["chroot", f"--userspec={self.user}", str(self.root), "/bin/sh", "-c", enter]


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    lines = [line for line in dockerfile.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = "\n".join(lines).replace("\\\n", " ").splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole)]


def new_stage(base: Path, name: str) -> Stage:
    upper, work, root = (base / name / part for part in ("upper", "work", "root"))
    for folder in (upper, work, root):
        folder.mkdir(parents=True)
    layers = f"lowerdir=/,upperdir={upper},workdir={work}"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, root], check=True)
    subprocess.run(["mount", "--rbind", "/dev", root / "dev"], check=True)
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    return Stage(root, env=surroundings_with_python(root))


def surroundings_with_python(root: Path) -> dict[str, str]:
    """This machine's Python as `python`, for every user, as in the base image."""
    python = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}").resolve()
    as_python = root / str(python.with_name("python")).lstrip("/")
    if not as_python.exists():
        as_python.symlink_to(python)
    for folder in python.parents[:-1]:
        inside = root / str(folder).lstrip("/")
        inside.chmod(inside.stat().st_mode | 0o055)
    outside = ("VIRTUAL_ENV", "PYTHONPYCACHEPREFIX", INSIDE)
    kept = {name: value for name, value in os.environ.items() if name not in outside}
    return {**kept, "PATH": f"{python.parent}:{os.environ['PATH']}"}


def copy(stage: Stage, source: Path, words: list[str]) -> None:
    *names, target = words
    folder = target.endswith("/") or target in (".", "./") or len(names) > 1
    for name in names:
        origin, goal = source / name.lstrip("/"), stage.inside(target)
        if origin.is_dir():
            shutil.copytree(origin, goal, dirs_exist_ok=True, symlinks=True)
        else:
            goal = goal / origin.name if folder else goal
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(origin, goal)


def carry_out(lines: list[tuple[str, str]], context: Path, base: Path) -> Stage:
    stages: dict[str, Stage] = {}
    stage = Stage(base)
    for word, rest in lines:
        print(f"  {word} {rest}", flush=True)
        match word:
            case "FROM":
                name = rest.split()[2] if " AS " in rest else f"stage{len(stages)}"
                stage = stages[name] = new_stage(base, name)
            case "WORKDIR":
                stage.workdir = rest
                stage.inside(".").mkdir(parents=True, exist_ok=True)
            case "COPY":
                words = rest.split()
                other = words.pop(0).partition("=")[2] if words[0].startswith("--from=") else None
                copy(stage, stages[other].root if other else context, words)
            case "ENV":
                for pair in shlex.split(rest):
                    key, _, value = pair.partition("=")
                    stage.env[key] = value.replace("$PATH", stage.env["PATH"])
            case "RUN":
                subprocess.run(stage.words(["/bin/sh", "-c", rest]), env=stage.env, check=True)
            case "USER":
                stage.user = rest
            case "CMD" | "HEALTHCHECK":
                stage.ends[word] = json.loads(rest[rest.index("[") :])
            case "VOLUME" | "EXPOSE":
                pass
            case _:
                raise ValueError(f"this script does not know {word}")
    return stage


def assert_healthy(stage: Stage, within: float = 60) -> None:
    """Starts CMD as its user, in a network of its own, until HEALTHCHECK is content, and stops it."""
    asked = subprocess.DEVNULL
    with subprocess.Popen(stage.words(stage.ends["CMD"]), env=stage.env) as server:
        deadline = time.monotonic() + within
        try:
            while subprocess.run(
                stage.words(stage.ends["HEALTHCHECK"]), env=stage.env, stderr=asked
            ).returncode:
                if server.poll() is not None or time.monotonic() > deadline:
                    sys.exit("the server that the Dockerfile starts is not healthy")
                time.sleep(0.2)
        finally:
            server.terminate()
            server.wait(30)


def build_context(into: Path) -> None:
    """What .dockerignore lets in, of what is committed."""
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    archive = subprocess.run(
        ["git", "archive", "HEAD", "--", *allowed], cwd=ROOT, capture_output=True, check=True
    )
    subprocess.run(["tar", "-x", "-C", into], input=archive.stdout, check=True)


def in_a_namespace() -> int:
    os.environ[INSIDE] = "1"
    return subprocess.run(["unshare", "--mount", "--fork", sys.executable, __file__]).returncode


def main() -> None:
    if INSIDE not in os.environ:
        sys.exit(in_a_namespace())
    with tempfile.TemporaryDirectory(prefix="chat-butler-image-") as folder:
        base, context = Path(folder, "stages"), Path(folder, "context")
        base.mkdir()
        context.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", base], check=True)
        try:
            build_context(context)
            stage = carry_out(instructions((ROOT / "Dockerfile").read_text()), context, base)
            alone_in_a_network()
            assert_healthy(stage)
            print("  healthy", flush=True)
        finally:
            subprocess.run(["umount", "--recursive", "--lazy", base], check=False)


def alone_in_a_network() -> None:
    """The port of the image is a fixed one, and may be taken on this machine."""
    if ctypes.CDLL(None).unshare(CLONE_NEWNET):
        sys.exit("this machine lets us make no network namespace")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


if __name__ == "__main__":
    main()
