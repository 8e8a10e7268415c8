"""Pages that no other test looks at with axe, for Sam and for Ada, light and dark, wide and on a phone."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Stage
from tests.browser.test_console_access import is_fit

LATE = 60_000  # ms: a page may wait for the reporting process to start
LOOKS = (
    pytest.param({"width": 1280, "height": 800}, "dark", id="wide, dark"),
    pytest.param({"width": 390, "height": 844}, "light", id="phone, light"),
)
SAMS = (
    "settings/slas",
    "settings/targets",
    "settings/webhooks",
    "settings/sites/{site}/words",
    "settings/sites/{site}/topics",
    "settings/sites/{site}/visitors",
    "settings/sites/{site}/hours",
    "settings/sites/{site}/install",
    "settings/teams/{team}/members",
    "settings/teams/{team}/hours",
    "settings/people/{person}",
    "settings/people/{person}/hours",
    "reports/all",
    "reports/help",
    "reports/dashboards",
    "reports/mailed",
    "reports/staffing/roster",
    "reports/staffing/what-if",
    "replay/floor",
)
ADAS = ("inbox", "profile", "reports/staff", "reports/all", "reports/dashboards", "board")


async def looks_through(page: Page, views: list[str]) -> None:
    for view in views:
        await page.evaluate("(view) => { location.hash = `#/${view}` }", view)
        await expect(page.get_by_role("heading", level=1).first).to_be_attached(timeout=LATE)
        await expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=LATE)
        await is_fit(page, view)


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
async def test_what_sam_can_open_is_for_everybody(
    stage: Stage, viewport: dict[str, int], scheme: str
) -> None:
    running = stage.running
    known = running.house.kept.directory
    ids = {"site": running.site.id, "team": next(iter(known.teams)), "person": running.ada.id}
    options = {"viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}
    sam = await stage.at_work(running.sam, **options)
    await looks_through(sam, [view.format(**ids) for view in SAMS])


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
async def test_what_ada_can_open_is_for_everybody(
    stage: Stage, viewport: dict[str, int], scheme: str
) -> None:
    options = {"viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}
    await looks_through(await stage.at_work(stage.running.ada, **options), list(ADAS))
