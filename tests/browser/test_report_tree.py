"""Sam reads what goes with satisfaction."""

import re

import pytest
from playwright.async_api import expect

from server.core.conversation import replay
from server.core.facts import facts_of
from server.desk.ports import Append
from tests.browser.accessible import faults, sideways
from tests.browser.conftest import Stage
from tests.kpis.test_tree import world

LONG = 60_000  # ms: the first figure waits for the reporting process


@pytest.mark.parametrize("width", [1280, 390])
async def test_sam_reads_what_goes_with_satisfaction_and_how_sure_it_is(stage: Stage, width: int) -> None:
    for told in world(120):
        await stage.running.house.kept.timeline.append(Append(told, replay(told), facts_of(told, {})))
    sam = await stage.at_work(stage.running.sam, viewport={"width": width, "height": 844})
    await sam.evaluate("location.hash = '#/reports/happy?from=2026-01-01&to=2026-01-31'")
    card = sam.get_by_role("region", name="What goes with satisfaction")
    waits = card.get_by_role("listitem").filter(has_text="Waiting a minute more")
    said = re.compile(r"goes with \d+\.\d points less \(\d+\.\d to \d+\.\d\)")
    await expect(waits).to_contain_text(said, timeout=LONG)
    await expect(card).to_contain_text("From 120 rated conversations.")
    await expect(card).to_contain_text("need not be cause and effect")
    assert await faults(sam) == []
    assert await sideways(sam) <= 0
    # Of a day there is too little.
    await sam.evaluate("location.hash = '#/reports/happy?from=2026-01-06&to=2026-01-06'")
    await expect(card).to_contain_text("too few to say", timeout=LONG)
