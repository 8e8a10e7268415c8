"""Nobody reaches through a webhook what only this server can reach (S42)."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from server.channels.webhooks.addresses import is_public
from server.channels.webhooks.post import HttpPost
from server.desk.outside.errands import NotSent
from server.desk.outside.hooks import Webhook
from tests.rest.asking import open_office
from tests.webhooks.receiver import Receiver

PRIVATE = """127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255
 224.0.0.1 240.0.0.1 198.18.0.1 192.0.2.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 ::ffff:127.0.0.1
 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::7f00:1 2002:7f00:1:: 2001:0:1:: 2001:db8::1
 not-an-address""".split()
PUBLIC = "8.8.8.8 93.184.216.34 2606:4700::1111".split()
URLS = """http://127.0.0.1:{port}/ http://localhost:{port}/ http://localhost.:{port}/ http://[::1]:{port}/
 http://[::ffff:127.0.0.1]:{port}/ http://2130706433:{port}/ http://0x7f000001:{port}/ http://017700000001:{port}/
 http://127.1:{port}/ http://0:{port}/ http://[64:ff9b::7f00:1]:{port}/ http://169.254.169.254/latest/""".split()
NONE = """file:///etc/passwd gopher://127.0.0.1/ ftp://shop.example/ https:/// //shop.example/ http://a@shop.example/
 http://shop.example:0/ http://shop.example:99999/ http://shop.example/#x http://shop.example\\@127.0.0.1/""".split()


def test_what_is_private_is_known() -> None:
    assert [address for address in PRIVATE if is_public(address)] == []
    assert [address for address in PUBLIC if not is_public(address)] == []


@pytest.mark.parametrize("url", URLS)
async def test_nothing_is_connected_to_in_a_private_network(url: str, receiver: Receiver) -> None:
    port = receiver.url.rpartition(":")[2].split("/")[0]
    with pytest.raises(NotSent, match=r"private network|no such host|is not valid|cannot be reached"):
        await HttpPost().delivers(Webhook("w", url.format(port=port), "whs", ()), b"{}", 0)
    assert receiver.told == []


async def test_a_name_that_becomes_private_after_it_was_checked_is_not_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the first look-up says something public, the next ones this machine."""
    port = int(receiver.url.rpartition(":")[2].split("/")[0])
    answers = ["93.184.216.34"]

    async def rebinding(*_: object, **__: object) -> list[Any]:
        address = answers.pop() if answers else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", rebinding)
    post, url = HttpPost(), f"http://rebind.example:{port}/"
    await post.checks(url)
    with pytest.raises(NotSent, match="private network"):
        await post.delivers(Webhook("w", url, "whs", ()), b"{}", 0)
    assert answers == []
    assert receiver.told == []


async def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    async def elsewhere(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": receiver.url})

    receiver.answers = [elsewhere]
    with pytest.raises(NotSent, match="302; redirects are not followed"):
        await HttpPost(to_private=True).delivers(Webhook("w", receiver.url, "whs", ()), b"{}", 0)
    assert len(receiver.told) == 1


async def test_bad_addresses_are_refused_when_they_are_saved_and_nothing_changes(tmp_path: Path) -> None:
    async with open_office(f"sqlite:///{tmp_path / 'house.db'}") as office:
        olga = office.program(office.olga)
        before = await office.rows()
        for url in [*(url.format(port=80) for url in URLS), *NONE, "x" * 1_001]:
            answer = await olga.post("/webhooks", {"url": url, "kinds": ["alert"]})
            assert (answer.status, answer.code) == (422, "invalid"), url
        for body in ({"url": "https://93.184.216.34/", "kinds": []}, {"url": "https://93.184.216.34/"}):
            assert (await olga.post("/webhooks", body)).status == 422
        assert await office.rows() == before
        made = (await olga.post("/webhooks", {"url": "https://93.184.216.34/told", "kinds": ["rated"]})).json
        assert made["secret"].startswith("whs_")
        changed = await olga.patch(f"/webhooks/{made['id']}", {"url": "http://10.0.0.1/"})
        assert changed.status == 422
        shown = (await olga.get("/webhooks")).json["items"]
        assert [(one["url"], one["secret"]) for one in shown] == [("https://93.184.216.34/told", None)]


async def test_a_new_secret_replaces_the_old_one_and_is_shown_once(tmp_path: Path) -> None:
    async with open_office(f"sqlite:///{tmp_path / 'house.db'}", webhooks_to_private=True) as office:
        olga = office.program(office.olga)
        made = (await olga.post("/webhooks", {"url": "http://127.0.0.1:9/", "kinds": ["rated"]})).json
        again = (await olga.patch(f"/webhooks/{made['id']}", {"new_secret": True})).json
        assert again["secret"] not in (None, made["secret"])
        assert (await olga.patch(f"/webhooks/{made['id']}", {"disabled": True})).json["secret"] is None
        assert office.kept.directory.webhooks[made["id"]].secret == again["secret"]


async def test_there_is_room_for_twenty(tmp_path: Path) -> None:
    async with open_office(f"sqlite:///{tmp_path / 'house.db'}", webhooks_to_private=True) as office:
        for _ in range(20):
            await office.kept.webhooks.add("http://127.0.0.1:9/", ["rated"])
        wish = {"url": "http://127.0.0.1:9/", "kinds": ["rated"]}
        assert (await office.program(office.olga).post("/webhooks", wish)).code == "conflict"
