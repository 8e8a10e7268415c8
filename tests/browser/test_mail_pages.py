"""The page behind a letter's link, and what admins see of mail, in a browser."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.accessible import faults, sideways
from tests.browser_found import OpenPage
from tests.house import PASSWORD, Running, running_house
from tests.houses import NO_LIMITS
from tests.mail.mailbox import Mailbox, open_mailbox
from tests.mail.office import MINUTE, Talk, mail_settings, passes, until_sent, vera_asks

PHONE = {"viewport": {"width": 390, "height": 844}}
DESK = {"viewport": {"width": 1280, "height": 800}}


@dataclass
class Post:
    office: Running
    mailbox: Mailbox

    async def mailed(self, **hello: object) -> tuple[Talk, str]:
        """Vera, who has left, got a letter with this link."""
        talk = await vera_asks(self.office, **hello)  # type: ignore[arg-type]
        await talk.vera_leaves()
        await talk.answers("It left yesterday.")
        await passes(self.office, MINUTE)
        return talk, f"{self.office.url}/c/{(await self.mailbox.gets()).link}"


@pytest_asyncio.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with open_mailbox() as mailbox:
        more = mail_settings(mailbox) | {"public_url": "http://127.0.0.1:1"}
        async with running_house(f"sqlite:///{tmp_path / 'house.db'}", **NO_LIMITS, **more) as office:
            office.house._scheduler.remove_job("letters")
            yield Post(office, mailbox)


async def olga_at(office: Running, page: Page, path: str) -> None:
    kept = office.house.kept
    olga = await kept.people.add_person("olga@shop.example", "Olga", "admin")
    await kept.accounts.sets_password(olga.id, PASSWORD)
    await page.goto(f"{office.url}/console/")
    await page.get_by_label("E-mail").fill(olga.email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("navigation", name="Main").wait_for()
    await page.evaluate("(path) => { location.hash = path }", path)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_vera_reads_the_answer_and_goes_on_writing(
    post: Post, open_page: OpenPage, size: dict[str, object]
) -> None:
    talk, link = await post.mailed()
    page = await open_page(**size)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(link)
    await expect(page.get_by_role("heading", name="Your conversation with Shop")).to_be_visible()
    assert not any("widget" in url or "socket" in url for url in asked), "nothing is fetched before the click"
    assert await page.evaluate("localStorage.length") == 0
    assert await faults(page) == [] and await sideways(page) <= 0
    await page.get_by_role("button", name="Continue the conversation").click()
    await expect(page.get_by_role("log").get_by_text("It left yesterday.")).to_be_visible()
    await page.get_by_label("Your message").fill("Thank you!")
    await page.get_by_label("Your message").press("Enter")
    assert (await talk.ada.event("message.sent", lambda e: e["text"] == "Thank you!"))["by"][
        "id"
    ] == talk.visitor
    read = await talk.ada.event("message.read", lambda e: e["by"]["kind"] == "visitor")
    assert read["upto"]


async def test_the_page_speaks_the_language_of_the_conversation(post: Post, open_page: OpenPage) -> None:
    _, link = await post.mailed(locale="de-DE")
    page = await open_page(locale="en-GB")
    await page.goto(link)
    await expect(page.get_by_role("button", name="Gespräch fortsetzen")).to_be_visible()
    await page.get_by_role("button").click()
    await expect(page.get_by_role("log").get_by_text("It left yesterday.")).to_be_visible()


async def test_a_link_that_is_over_says_so(post: Post, open_page: OpenPage) -> None:
    page = await open_page(**PHONE)
    await page.goto(f"{post.office.url}/c/a.b.c.d.e")
    await expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    assert await faults(page) == [] and await sideways(page) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_olga_tries_mail_and_has_a_dead_letter_tried_again(
    post: Post, open_page: OpenPage, scheme: str
) -> None:
    post.mailbox.answers = ["554 5.7.1 no thanks"]
    talk = await vera_asks(post.office)
    await talk.answers("It left yesterday.")
    await passes(post.office, 3 * MINUTE)
    await until_sent(post.office)
    page = await open_page(**DESK, color_scheme=scheme)
    await olga_at(post.office, page, "#/settings/server")
    card = page.get_by_role("region", name="Mail")
    await expect(card).to_contain_text("after 120 seconds")
    await card.get_by_role("button", name="Send a test message to me").click()
    await expect(card).to_contain_text("on its way to olga@shop.example")
    assert (await post.mailbox.gets()).to == ["olga@shop.example"]
    await expect(card).to_contain_text("554 5.7.1 no thanks")
    assert await faults(page) == [] and await sideways(page) <= 0
    await card.get_by_role("button", name="Try again").click()
    await expect(card.get_by_text("Not delivered")).to_have_count(0)
    await until_sent(post.office)
    assert "It left yesterday." in (await post.mailbox.gets(2)).text


async def test_without_a_mail_server_the_page_says_what_to_do(tmp_path: Path, open_page: OpenPage) -> None:
    async with running_house(f"sqlite:///{tmp_path / 'house.db'}") as office:
        page = await open_page(**PHONE)
        await olga_at(office, page, "#/settings/server")
        card = page.get_by_role("region", name="Mail")
        await expect(card).to_contain_text("No mail goes out.")
        await expect(card).to_contain_text("--smtp-url")
        assert await faults(page) == [] and await sideways(page) <= 0
