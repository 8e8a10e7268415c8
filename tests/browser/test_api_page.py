"""The API's page: everybody can read it, and find in it."""

import pytest
from playwright.async_api import expect

from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage

COLOURS = """field => [
  getComputedStyle(field, "::placeholder").color,
  getComputedStyle(field).backgroundColor,
].map(colour => colour.match(/[\\d.]+/g).map(Number))"""


def contrast(*colours: list[float]) -> float:
    """As WCAG has it, of two opaque colours, each red, green and blue up to 255."""
    linear = [
        [(c / 255 / 12.92) if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb[:3]]
        for rgb in colours
    ]
    darker, lighter = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in linear)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (390, "dark")])
async def test_somebody_who_programs_finds_a_route_on_it(stage: Stage, width: int, colours: str) -> None:
    window = await stage.window(viewport={"width": width, "height": 844}, color_scheme=colours)
    page = await window.new_page()
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if said.type == "error" else None)
    await page.goto(f"{stage.running.url}/api/docs")
    assert await faults(page) == []
    assert await sideways(page) <= 0
    # Of what stands in an empty field, too, which axe does not look at.
    assert contrast(*await page.get_by_role("searchbox").evaluate(COLOURS)) >= 4.5
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.locator("article").get_by_role("link").first).to_be_focused()
    await page.keyboard.press("/")
    await page.keyboard.type("satisfaction TREE")
    route = page.get_by_role("heading", name="GET /api/v1/kpis/csat/tree")
    await expect(route).to_be_visible()
    await expect(page.get_by_role("heading", name="POST /api/v1/login")).to_be_hidden()
    await page.get_by_role("searchbox").fill("no such thing")
    await expect(page.get_by_text("Nothing found.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("heading", name="POST /api/v1/login")).to_be_visible()
    # What an answer is made of is a link away, also from among what was found.
    await page.get_by_role("searchbox").fill("csat/tree")
    await page.get_by_role("link", name="KpiTree").first.click()
    await expect(page.get_by_role("heading", name="KpiTree", exact=True)).to_be_in_viewport()
    assert blocked == []
