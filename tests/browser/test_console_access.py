"""Every view of the console for everybody: axe finds nothing, nothing has to be scrolled sideways."""

import pytest
from playwright.async_api import Page, expect

from server.desk.directory import Person
from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.house import PASSWORD

SCREENS = (
    pytest.param({"width": 1440, "height": 900}, "light", id="wide, light"),
    pytest.param({"width": 1440, "height": 900}, "dark", id="wide, dark"),
    pytest.param({"width": 390, "height": 844}, "light", id="phone, light"),
    pytest.param({"width": 320, "height": 640}, "dark", id="narrow, dark"),
)
VIEWS = (
    "inbox",
    "board",
    "settings/sites",
    "settings/teams",
    "settings/people",
    "settings/alerts",
    "settings/webhooks",
    "settings/audit",
    "settings/server",
    "profile",
)


async def rita(stage: Stage) -> Person:
    kept = stage.running.house.kept
    person = await kept.people.add_person("rita@shop.example", "Rita", "admin")
    await kept.accounts.sets_password(person.id, PASSWORD)
    return person


async def is_fit(page: Page, view: str) -> None:
    assert await faults(page) == [], view
    assert await sideways(page) <= 0, view


def policy_refusals(page: Page) -> list[str]:
    """Fills with what the page's Content-Security-Policy refuses from now on (S45)."""
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    return refused


@pytest.mark.parametrize(("viewport", "scheme"), SCREENS)
async def test_every_view_is_for_everybody(stage: Stage, viewport: dict[str, int], scheme: str) -> None:
    running = stage.running
    vera = await running.vera(locale="en", page={"url": "https://shop.example/k", "title": "Kettles"})
    await vera.call("details", {"name": "Vera", "email": "vera@home.example"})
    conversation = (await vera.say("Where is my order? See https://shop.example/o/1"))["conversation"]
    ben = await running.agent(running.ben)
    await ben.call("note", {"conversation": conversation, "id": _id(1), "text": "Third time."})
    await ben.call("tag", {"conversation": conversation, "tags": ["damaged"]})
    options = {"viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}
    page = await stage.at_work(await rita(stage), **options)
    refused = policy_refusals(page)
    for view in VIEWS:
        await page.evaluate("(view) => { location.hash = `#/${view}` }", view)
        await expect(page.get_by_role("heading", level=1).first).to_be_attached()
        await page.wait_for_load_state("networkidle")
        await is_fit(page, view)
    await page.evaluate("(id) => { location.hash = `#/inbox/${id}` }", conversation)
    await expect(page.get_by_role("log")).to_contain_text("Third time.")
    await is_fit(page, "conversation")
    await page.evaluate("(id) => { location.hash = `#/inbox/${id}/visitor` }", conversation)
    await expect(page.get_by_role("complementary")).to_contain_text("vera@home.example")
    await is_fit(page, "visitor")
    for tab in ("look", "words", "visitors", "hours", "install"):
        await page.evaluate(
            "([id, tab]) => { location.hash = `#/settings/sites/${id}/${tab}` }", [running.site.id, tab]
        )
        await expect(page.locator(".tabs [aria-current]")).to_be_visible()
        await page.wait_for_load_state("networkidle")
        if tab == "hours":
            await page.get_by_role("switch", name="Always open").uncheck()
        await is_fit(page, f"site, {tab}")
    assert refused == []


async def test_dialogs_and_the_sign_in_are_for_everybody(stage: Stage) -> None:
    running = stage.running
    vera = await running.vera(locale="en")
    conversation = (await vera.say("Hello"))["conversation"]
    out = await (await stage.window()).new_page()
    await out.goto(f"{running.url}/console/#/setup?key=abc")
    await expect(out.get_by_role("heading", level=1)).to_have_text("Welcome to Chat Butler")
    await is_fit(out, "set up")
    await out.goto(f"{running.url}/console/")
    await expect(out.get_by_role("heading", level=1)).to_have_text("Sign in to Chat Butler")
    await is_fit(out, "sign in")
    page = await stage.at_work(running.sam)
    await page.evaluate("(id) => { location.hash = `#/inbox/${id}` }", conversation)
    await expect(page.get_by_role("log")).to_contain_text("Hello")
    await expect(page.get_by_role("button", name="Resolve")).to_be_enabled()
    for key in ("e", "t", "z", "Shift+?"):
        await page.keyboard.press(key)
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await is_fit(page, f"dialog {key}")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="change state").click()
    await is_fit(page, "own menu")


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"
