"""The pages for people name only what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/changing-things.md",
    "docs/running.md",
    "docs/scaling.md",
    "docs/simulate.md",
)
FOLDERS = ("server/", "bot/", "web_client/", "tests/", "docs/")


def paths_in(page: str) -> set[str]:
    words = re.findall(r"[\w./*-]+/[\w./*-]*", (ROOT / page).read_text(encoding="utf-8"))
    return {word.rstrip(".") for word in words if word.startswith(FOLDERS)}


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    missing = [path for path in paths_in(page) if not list(ROOT.glob(path))]
    assert missing == []


def test_changing_things_names_paths_at_all() -> None:
    assert len(paths_in("docs/changing-things.md")) > 15


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    missing = [link for link in links if not ((ROOT / page).parent / link).exists()]
    assert missing == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 70
