"""The Dockerfile, read as CI reads it."""

import importlib.util
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def read(text: str) -> list[tuple[str, str]]:
    spec = importlib.util.spec_from_file_location("docker_lines", ROOT / ".ci" / "docker_lines.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    lines: list[tuple[str, str]] = module.instructions(text)
    return lines


DOCKERFILE = read((ROOT / "Dockerfile").read_text())


def last(word: str) -> str:
    return [rest for name, rest in DOCKERFILE if name == word][-1]


def test_a_line_that_goes_on_below_is_one_instruction_and_comments_are_none() -> None:
    text = "# why\nRUN one \\\n  && two\nUSER vera\n"
    assert read(text) == [("RUN", "one    && two"), ("USER", "vera")]


def test_the_server_does_not_run_as_root() -> None:
    assert last("USER") not in ("root", "0")


def test_the_health_is_asked_by_a_program_that_is_in_the_image() -> None:
    asked = last("HEALTHCHECK")
    assert json.loads(asked[asked.index("[") :])[0] == "python"


def test_what_is_copied_is_let_in_and_is_there() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    sources = [
        source
        for name, rest in DOCKERFILE
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    refused = [s for s in sources if not any(Path(s.split("/")[0]).match(pattern) for pattern in let_in)]
    assert refused == []
