"""Sam reads the figures: each with its proof, filters in the address, and a link that keeps the number."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import Stage
from tests.browser.test_console_access import SCREENS, is_fit
from tests.browser.test_console_fits import comes_out_as

LONG = 60_000  # ms: the first figure waits for the reporting process
SECOND = 1_000  # ms
HOUR = 3_600 * SECOND


def around_now() -> str:
    """Three days that hold whatever a test does, also around midnight."""
    now = datetime.now(UTC)
    first, last = (now + timedelta(days=days) for days in (-1, 1))
    return f"from={first:%Y-%m-%d}&to={last:%Y-%m-%d}"


async def asks(stage: Stage) -> dict[str, Any]:
    """A visitor of her own, with a question."""
    vera = await stage.running.vera(locale="en")
    said = await vera.say("Where is my order?")
    return {"vera": vera, "id": said["conversation"], "at": stage.running.clock()}


async def answers(stage: Stage, asked: dict[str, Any], after: int) -> None:
    """Ada does, so long after it was asked: what took place meanwhile may have taken a while."""
    ada, clock = await stage.running.agent(stage.running.ada), stage.running.clock
    clock.ahead += max(0, asked["at"] + after - clock())
    await ada.call("say", {"conversation": asked["id"], "id": str(uuid4()), "text": "On its way."})


async def a_day(stage: Stage) -> str:
    """One answered after 42 s, one closed without a word, one that waits. Gives the first."""
    answered, closed, _ = [await asks(stage) for _ in range(3)]
    await answers(stage, answered, 42 * SECOND)
    ada = await stage.running.agent(stage.running.ada)
    await ada.call("resolve", {"conversation": closed["id"], "reason": "solved"})
    return str(answered["id"])


async def goes_to(page: Page, path: str) -> None:
    await page.evaluate("(path) => { location.hash = path }", f"#/reports/{path}")


def tile(page: Page, kpi: str) -> Locator:
    return page.locator(f".tile[data-kpi={kpi}]")


async def test_sam_opens_a_figure_the_case_behind_it_and_what_was_left_out(stage: Stage) -> None:
    conversation = await a_day(stage)
    sam = await stage.at_work(stage.running.sam)
    await sam.get_by_role("link", name="Reports").click()
    await expect(sam.get_by_role("heading", level=1)).to_have_text("Are we fast?")
    await goes_to(sam, f"fast?{around_now()}")
    await expect(tile(sam, "frt").locator(".v")).to_contain_text(re.compile(r"^4[2-9] s"), timeout=LONG)
    await expect(tile(sam, "frt_butler").locator(".v")).to_contain_text("< 0.1 s")
    await expect(tile(sam, "wait_kept").locator(".v")).to_have_text("–")
    await tile(sam, "frt").get_by_role("link").click()
    await expect(sam.get_by_role("heading", level=1)).to_have_text("First response, people")
    await sam.get_by_role("button", name="Show the one case").wait_for()
    # What happens meanwhile belongs to the next figure, not to this one's rows.
    await answers(stage, await asks(stage), SECOND)
    await sam.get_by_role("button", name="Show the one case").click()
    dialog = sam.get_by_role("dialog")
    await expect(dialog.get_by_role("status")).to_have_text("1–1 of 1, newest first")
    await expect(dialog.get_by_role("button", name="Counted 1")).to_have_attribute("aria-pressed", "true")
    took = dialog.get_by_role("columnheader", name="Took")
    for direction, says in (("descending", "highest"), ("ascending", "lowest")):
        await took.get_by_role("button").press("Enter")
        await expect(dialog.get_by_role("status")).to_have_text(f"1–1 of 1, {says} first")
        await expect(took).to_have_attribute("aria-sort", direction)
        await expect(took.get_by_role("button")).to_be_focused()
    await dialog.get_by_role("columnheader", name="When").get_by_role("button").click()
    await expect(took).not_to_have_attribute("aria-sort", re.compile(".*"))
    await dialog.get_by_role("button", name="Pending 1").click()
    await expect(dialog.get_by_role("rowheader")).to_have_count(1)
    await dialog.get_by_role("button", name="Left out 1").click()
    await expect(dialog.get_by_role("combobox")).to_have_value("closed_unanswered")
    await expect(dialog.get_by_role("rowheader")).to_have_count(1)
    await dialog.get_by_role("button", name="Counted 1").click()
    await dialog.get_by_role("rowheader").get_by_role("link").click()
    await expect(sam.get_by_role("log")).to_contain_text("On its way.")
    assert conversation in sam.url


async def test_a_link_to_a_number_shows_it_whatever_happens_after(stage: Stage) -> None:
    await a_day(stage)
    sam = await stage.at_work(stage.running.sam)
    await sam.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await goes_to(sam, f"figure/frt?{around_now()}")
    figure = sam.get_by_role("region", name="The figure")
    await expect(figure.locator(".hero-n")).to_contain_text("n 1", timeout=LONG)
    number = await figure.locator(".v").inner_text()
    await sam.get_by_role("button", name="Link to this number").click()
    await expect(sam.get_by_text("The link is copied.")).to_be_visible()
    link = await sam.evaluate("navigator.clipboard.readText()")
    stage.running.clock.ahead += SECOND
    await answers(stage, await asks(stage), 300 * SECOND)
    ben = await stage.running.house.kept.people.change_person(stage.running.ben.id, {"role": "supervisor"})
    other = await stage.at_work(ben)
    await other.goto(link)
    then = other.get_by_role("region", name="The figure")
    await expect(then.locator(".v")).to_have_text(number, timeout=LONG)
    await expect(then.locator(".hero-n")).to_contain_text("n 1")
    await other.get_by_role("link", name="Show it as it is now").click()
    await expect(then.locator(".hero-n")).to_contain_text("n 2", timeout=LONG)
    await expect(then.locator(".v")).not_to_have_text(number)


async def test_filters_stand_in_the_address_and_the_way_back_undoes_them(stage: Stage) -> None:
    await a_day(stage)
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, "figure/volume")
    await sam.get_by_role("button", name="Period").click()
    await sam.get_by_role("button", name="Last 7 days").click()
    await expect(sam).to_have_url(re.compile("period=7d"))
    await sam.get_by_role("button", name="Filters").click()
    await sam.get_by_role("button", name="Opening hours").click()
    await expect(sam).to_have_url(re.compile("clock=business"))
    await sam.keyboard.press("Escape")
    await expect(sam.get_by_role("list", name="Filters")).to_contain_text("Opening hours")
    await sam.get_by_role("link", name="Without Opening hours").click()
    await expect(sam).not_to_have_url(re.compile("clock"))
    await sam.go_back()
    await expect(sam.get_by_role("list", name="Filters")).to_contain_text("Opening hours")
    await sam.reload()
    await expect(sam.get_by_role("list", name="Filters")).to_contain_text("Opening hours")
    await goes_to(sam, "fast?period=7d")
    await expect(tile(sam, "frt")).to_be_visible()
    await sam.get_by_role("link", name="Live").click()
    await sam.get_by_role("link", name="Reports").click()
    await expect(sam).to_have_url(re.compile("reports/fast.*period=7d"))


async def test_a_figure_that_does_not_come_says_so_and_leaves_the_others_alone(stage: Stage) -> None:
    await a_day(stage)
    sam = await stage.at_work(stage.running.sam)

    async def cut(route: Route) -> None:
        await route.abort()

    await sam.route("**/kpis/art?*", cut)
    await goes_to(sam, f"fast?{around_now()}")
    await expect(tile(sam, "frt").locator(".v")).to_contain_text(" s", timeout=LONG)
    await expect(tile(sam, "art").get_by_role("alert")).to_contain_text("The server did not answer.")
    await sam.unroute("**/kpis/art?*")
    await tile(sam, "art").get_by_role("button", name="Try again").click()
    await expect(tile(sam, "art").locator(".v")).to_contain_text(" s", timeout=LONG)


async def test_a_series_is_read_by_keys_as_a_table_and_taken_along(stage: Stage) -> None:
    await a_day(stage)
    sam = await stage.at_work(stage.running.sam)
    await goes_to(sam, f"figure/frt?{around_now()}")
    chart = sam.get_by_role("region", name="By day", exact=True)
    series = chart.get_by_role("slider")
    await series.focus(timeout=LONG)
    await sam.keyboard.press("Home")
    await expect(series).to_have_attribute("aria-valuetext", re.compile("no case$"))
    await sam.keyboard.press("ArrowRight")
    await expect(series).to_have_attribute("aria-valuetext", re.compile(r": 4\d s, n 1$"))
    await sam.keyboard.press("Enter")
    await expect(sam.get_by_role("dialog").get_by_role("status")).to_have_text("1–1 of 1, newest first")
    await sam.keyboard.press("Escape")
    await chart.get_by_role("button", name="Table").click()
    await expect(chart.get_by_role("rowheader")).to_have_count(3)
    for kind in ("CSV", "XLSX"):
        path = await chart.get_by_role("link", name=kind).get_attribute("href")
        answer = await sam.request.get(f"{stage.running.url}{path}")
        assert answer.status == 200, await answer.text()
    await chart.get_by_role("button", name="Table").click()
    async with sam.expect_download() as picture:
        await chart.get_by_role("button", name="PNG").click()
    assert (await picture.value).suggested_filename == "frt-day.png"
    bars = sam.get_by_role("region", name="How it spreads")
    await bars.get_by_role("row", name=re.compile("20–60 s")).get_by_role("button").click()
    await expect(sam.get_by_role("dialog").get_by_role("status")).to_have_text("1–1 of 1, newest first")
    await sam.keyboard.press("Escape")
    heat = sam.get_by_role("region", name="By weekday and hour")
    await heat.get_by_role("button", name=re.compile(", n 1$")).click()
    await expect(sam.get_by_role("dialog").get_by_role("status")).to_have_text("1–1 of 1, newest first")


async def test_agents_see_their_own_figures_and_nobody_elses(stage: Stage) -> None:
    await a_day(stage)
    ada = await stage.at_work(stage.running.ada)
    await ada.get_by_role("link", name="Reports").click()
    await goes_to(ada, f"fast?{around_now()}")
    await expect(tile(ada, "frt").locator(".v")).to_contain_text(re.compile(r"^4\d s"), timeout=LONG)
    await expect(ada.get_by_role("link", name="Who needs help?")).to_have_count(0)
    await expect(tile(ada, "frt_butler")).to_have_count(0)
    await goes_to(ada, f"figure/service_level?{around_now()}")
    await expect(ada.get_by_text("This figure is of nobody alone.")).to_be_visible()
    await goes_to(ada, "help")
    await expect(ada.get_by_role("heading", name="There is no such page")).to_be_visible()


async def test_the_reports_code_comes_when_somebody_goes_there(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    fetched: list[str] = []
    sam.on("request", lambda request: fetched.append(request.url))
    await sam.get_by_role("link", name="Reports").click()
    await expect(sam.get_by_role("heading", level=1)).to_have_text("Are we fast?")
    assert [url for url in fetched if url.endswith(".css")], fetched
    assert len([url for url in fetched if url.endswith(".js")]) >= 2, fetched


async def test_a_table_of_many_hours_keeps_to_its_card_on_a_narrow_screen(stage: Stage) -> None:
    for after in (42 * SECOND, 15 * HOUR + 45 * 60 * SECOND):
        await answers(stage, await asks(stage), after)
    sam = await stage.at_work(stage.running.sam, viewport={"width": 320, "height": 640})
    await goes_to(sam, f"figure/frt?{around_now()}")
    # Only the label has all of it: a cell has no room for minutes.
    await expect(
        sam.locator(".heat").get_by_role("button", name=re.compile(r"^16 h\. .* 15 h 45, n 1"))
    ).to_have_count(1, timeout=LONG)
    await is_fit(sam, "hours")


async def test_n_and_interval_stand_beside_the_figure_that_they_are_of(stage: Stage) -> None:
    await a_day(stage)
    sam = await stage.at_work(stage.running.sam)
    await sam.route("**/kpis/frt?*compare=before", judged)
    await goes_to(sam, f"figure/frt?{around_now()}")
    words = re.compile(r"^n 1.*missed, target 20 s\s*Live chats: 44 s$")
    await expect(sam.locator(".hero-n")).to_have_text(words, timeout=LONG)


async def judged(route: Route) -> None:
    """As with many cases: the verdict is of the live chats among them."""
    answer = await route.fetch(timeout=LONG)
    verdict = {"verdict": "missed", "judged": "live", "segments": {"live": {"value": 44, "n": 1}}}
    await route.fulfill(response=answer, json={**await answer.json(), "target": 20, **verdict})


@pytest.mark.parametrize(("viewport", "scheme"), (SCREENS[0], SCREENS[3]))
async def test_the_reports_are_for_everybody(stage: Stage, viewport: dict[str, int], scheme: str) -> None:
    await a_day(stage)
    await stage.running.house.kept.people.set_setting("per_agent_figures", True)
    options = {"viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}
    sam = await stage.at_work(stage.running.sam, **options)
    for view in ("fast", "help", "all", "figure/frt"):
        await goes_to(sam, f"{view}?{around_now()}")
        await expect(sam.get_by_role("heading").first).to_be_visible()
        await sam.wait_for_load_state("networkidle")
        await expect(sam.locator("[aria-busy=true]")).to_have_count(0, timeout=LONG)
        await is_fit(sam, view)
    await goes_to(sam, f"figure/frt?{around_now()}")
    await sam.get_by_role("button", name="1 left out, and why").click(timeout=LONG)
    await expect(sam.get_by_role("dialog").get_by_role("rowheader")).to_have_count(1)
    await is_fit(sam, "behind")
    await sam.keyboard.press("Escape")
    await sam.get_by_role("button", name="Period").click()
    await is_fit(sam, "period")


async def test_a_figure_is_told_by_channel_where_there_are_several(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    channels = {"chat": {"value": 21.0, "n": 40}, "email": {"value": 7_200.0, "n": 9}}
    await comes_out_as(sam, "frt", n=49, value=24.0, channels=channels)
    await goes_to(sam, "figure/frt")
    of_it = sam.get_by_role("region", name="The figure")
    for name, value in (("chat (n 40)", "21 s"), ("email (n 9)", "2 h 00")):
        one = of_it.locator(".also > div", has=sam.get_by_text(name, exact=True))
        await expect(one.locator("dd")).to_have_text(value, timeout=LONG)
    await comes_out_as(sam, "frt", n=40, value=21.0, channels={"chat": channels["chat"]})
    await goes_to(sam, f"figure/frt?{around_now()}")
    await expect(of_it.locator(".v")).to_contain_text("21 s", timeout=LONG)
    await expect(of_it.get_by_text("chat (n 40)")).to_have_count(0)


async def test_means_have_the_same_decimals_in_a_table_and_beside_it(stage: Stage) -> None:
    sam = await stage.at_work(stage.running.sam)
    teams = [{"key": None, "value": 2.0, "n": 30}, {"key": "t_first", "value": 2.35, "n": 40}]
    await comes_out_as(sam, "interactions", n=70, value=2.2, groups=teams)
    await goes_to(sam, "figure/interactions")
    await expect(sam.locator(".hero .v")).to_have_text("2.20", timeout=LONG)
    values = sam.get_by_role("region", name="By team").locator("td b")
    await expect(values).to_have_text(["2.35", "2.00"], timeout=LONG)
    # No column, and no scale, of intervals that there are not.
    heads = sam.get_by_role("region", name="By team").get_by_role("columnheader")
    assert "95 %" not in await heads.all_inner_texts()
