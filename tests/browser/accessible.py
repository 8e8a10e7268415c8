"""What axe-core finds wrong with a page, and whether it has to be scrolled sideways."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).resolve().parents[2] / "web_client" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def faults(page: Page) -> list[str]:
    """One line a fault: the rule and where. WCAG 2.0 to 2.2 A and AA, and best practice."""
    await page.evaluate(AXE.read_text())
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found: dict[str, Any] = await page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{fault['id']}: {' '.join(map(str, node['target']))} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


async def sideways(page: Page) -> int:
    """How many pixels of the page lie beyond the right edge of the window."""
    return int(
        await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
