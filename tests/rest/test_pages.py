"""What browsers load: the built web client, and how it is guarded."""

import re

import pytest

from server.rest.pages import client_files
from tests.rest.asking import Office


def an_asset(kind: str) -> str:
    return next(path.name for path in sorted((client_files() / "assets").iterdir()) if path.suffix == kind)


async def test_any_page_may_load_the_widget_and_keeps_what_is_hashed(office: Office) -> None:
    anybody = office.anybody()
    loader = await anybody.get("//widget.js")
    asset = await anybody.get(f"//assets/{an_asset('.js')}")
    for answer in (loader, asset):
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers
    assert "immutable" in asset.headers["Cache-Control"]
    assert "immutable" not in loader.headers["Cache-Control"]


async def test_files_come_compressed_to_whoever_takes_it_and_plain_to_others(office: Office) -> None:
    path = f"//assets/{an_asset('.css')}"
    packed = await office.anybody().ask("HEAD", path, headers={"Accept-Encoding": "gzip, br"})
    plain = await office.anybody().ask("HEAD", path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in plain.headers
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


async def test_the_console_is_in_no_frame_and_runs_only_what_is_its_own(office: Office) -> None:
    home = await office.anybody().get("//")
    assert (home.status, home.headers["Location"]) == (302, "/console/")
    page = await office.anybody().get("//console/")
    assert page.status == 200
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["Cache-Control"] == "no-cache"
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page.text), (
        "not by its own policy"
    )
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page.text), "from anywhere else"


@pytest.mark.parametrize(
    "path",
    [
        "assets/none.js",
        "assets/",
        "assets/..%2f..%2fpackage.json",
        "assets/%2e%2e/%2e%2e/package.json",
        "assets/..%5c..%5cpackage.json",
        "assets//etc/passwd",
        "assets/%2fetc%2fpasswd",
        "assets/%00",
        "console/none",
        "demo/none",
        ".env",
    ],
)
async def test_nothing_else_of_the_disk_is_served(office: Office, path: str) -> None:
    answer = await office.anybody().get(f"//{path}")
    assert (answer.status, answer.code) == (404, "not_found")


async def test_metrics_are_not_for_those_whom_a_proxy_of_this_machine_lets_through(office: Office) -> None:
    for header in ("X-Forwarded-For", "Forwarded", "Via"):
        answer = await office.anybody().get("//metrics", headers={header: "203.0.113.9"})
        assert (answer.status, answer.code) == (404, "not_found")
