"""Pages that make life hard (F28): the chat works, throws nothing, and moves nothing of theirs."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.shop import Shop, Visit, shop
from tests.browser.test_widget_cut import all_are_stored_and_shown

__all__ = ["shop"]

# As the libraries of that name did it, which many a shop still carries.
PROTOTYPE = """
Array.prototype.toJSON = function () { return "[" + this.map(Object.toJSON).join(", ") + "]" };
Object.toJSON = (value) => JSON.stringify(value);
String.prototype.toJSON = function () { return '"' + this + '"' };
Array.from = window.$A = (things) => { const all = []; for (const one of things) all.push(one); return all };
Array.prototype.each = Array.prototype.forEach; Array.prototype.first = function () { return this[0] };
Function.prototype.bind = function (self, ...first) {
  const own = this; return function (...rest) { return own.apply(self, [...first, ...rest]) } };
Element.prototype.hide = function () { this.style.display = "none"; return this };
Element.prototype.show = function () { this.style.display = ""; return this };
Element.prototype.update = function (html) { this.innerHTML = html; return this };
window.$ = (id) => document.getElementById(id);
"""
JQUERY = """
window.$ = window.jQuery = (what) => ({length: 0, on() {}, ready(does) { setTimeout(does) }});
window.io = () => { throw new Error("the page's own") };
window.define = Object.assign((...module) => { window.defined = module }, {amd: true});
window.exports = {}; window.module = {exports};
window.process = {env: {}}; window.global = window; window.event = null; window.name = "shop";
"""
PATCHED = """
for (const kind of [Array, Object, String, Number, Promise, Map, Set])
  kind.prototype.extra = function () { return "extra" };
Array.prototype.clear = function () { this.length = 0 };
Array.prototype.remove = function (one) { this.splice(this.indexOf(one), 1) };
window.fetch = ((theirs) => (...asked) => theirs(...asked))(window.fetch);
window.addEventListener = ((theirs) => function (...heard) { return theirs.apply(this, heard) })(
  window.addEventListener);
window.requestIdleCallback = undefined;
"""
RESETS = """</script><style>
*, *::before, *::after { all: revert; box-sizing: content-box !important; margin: 0 !important;
  max-width: 50px !important; float: left !important; color: red !important; position: static !important }
body { overflow: hidden; transform: scale(.9); filter: blur(1px) } html { font-size: 31px }
chat-butler { position: static !important; z-index: -1 !important; pointer-events: none !important }
</style><script>"""
A_YEAR = 366 * 86_400_000
WRONG_CLOCK = """
const Real = Date; const off = %d;
window.Date = class extends Real {
  constructor(...of) { if (of.length) super(...of); else super(Real.now() + off) }
  static now() { return Real.now() + off } };
"""
PAGES = {
    "prototype": PROTOTYPE,
    "jquery": JQUERY,
    "patched": PATCHED,
    "resets": RESETS,
    "clock a year ahead": WRONG_CLOCK % A_YEAR,
    "clock a year behind": WRONG_CLOCK % -A_YEAR,
}
# `shift`: what counts as the page's layout shift (CLS); `moved`: how often parts of the page itself moved.
COUNTS = """<script>
window.shift = 0; window.moved = 0; window.problems = [];
new PerformanceObserver((all) => { for (const one of all.getEntries()) {
    if (!one.hadRecentInput) window.shift += one.value;
    for (const {node} of one.sources) if (node && node.localName !== "chat-butler") window.moved += 1;
  } }).observe({type: "layout-shift", buffered: true});
addEventListener("error", (event) => problems.push(event.message));
addEventListener("unhandledrejection", (event) => problems.push(String(event.reason)));
</script>"""


@pytest.mark.parametrize("kind", PAGES)
async def test_it_works_there_and_breaks_nothing(shop: Shop, kind: str) -> None:
    shop.look = {"head": f"{COUNTS}<script>{PAGES[kind]}</script>"}
    vera = await (await shop.visited()).opens()
    await vera.writes("First")
    await vera.page.context.set_offline(True)
    await vera.writes("Second")
    await vera.page.context.set_offline(False)
    await all_are_stored_and_shown(shop, vera, ["First", "Second"])
    assert await vera.page.evaluate("[moved, problems]") == [0, []]
    await vera.page.reload()
    await expect(vera.page.locator("chat-butler .cw")).to_be_attached()
    assert await vera.page.evaluate("shift") == 0
    await vera.opens()
    await expect(vera.log.locator(".me .b")).to_have_count(2)
    assert await vera.page.evaluate("[moved, problems]") == [0, []]


async def test_an_application_that_changes_its_own_page_keeps_one_chat(shop: Shop) -> None:
    shop.look = {"head": COUNTS}
    vera = await (await shop.visited()).opens()
    await vera.writes("Before")
    for number in range(5):
        await vera.page.evaluate(
            """(n) => { history.pushState({}, "", `/page/${n}`); document.title = `Page ${n}`;
               document.body.innerHTML = `<main>${n}</main>`;
               const tag = document.createElement("script"); tag.dataset.site = "x"; tag.async = true;
               document.head.append(tag) }""",
            number,
        )
    await vera.writes("After")
    await expect(vera.page.locator("chat-butler")).to_have_count(1)
    await all_are_stored_and_shown(shop, vera, ["Before", "After"])


async def test_the_tag_again_after_a_change_of_page_is_no_second_chat(shop: Shop) -> None:
    shop.look = {"head": COUNTS}
    vera = await (await shop.visited()).opens()
    await vera.writes("Before")
    tag = f'{{src: "{shop.house.url}/widget.js", site: "{shop.house.site.key}"}}'
    await vera.page.evaluate(
        f"""() => new Promise((loaded) => {{ const {{src, site}} = {tag};
        const tag = document.createElement("script"); tag.src = src; tag.dataset.site = site;
        tag.onload = loaded; document.head.append(tag) }})"""
    )
    await expect(vera.page.locator("chat-butler")).to_have_count(1)
    await vera.writes("After")
    await all_are_stored_and_shown(shop, vera, ["Before", "After"])
    assert await vera.page.evaluate("problems") == []


async def test_the_browsers_back_button_brings_the_chat_back_alive(shop: Shop) -> None:
    ada = await shop.ada()
    shop.look = {"head": COUNTS}
    vera = await (await shop.visited()).opens()
    await vera.writes("Before")
    state = await ada.heard("conversation", lambda state: state["agent"])
    await ada.call("open", {"conversation": state["id"]})
    await vera.sees("Ada joined")
    await vera.page.goto("about:blank")
    await ada.say("While you were elsewhere", conversation=state["id"])
    await vera.page.go_back()
    await expect(vera.page.locator("chat-butler .launcher")).to_be_visible()
    if not await vera.panel.is_visible():
        await vera.opens()
    await vera.sees("While you were elsewhere")
    await vera.writes("After")
    await all_are_stored_and_shown(shop, vera, ["Before", "After"], ada)
    assert await vera.page.evaluate("problems") == []


async def test_a_page_that_comes_out_of_the_cache_begins_its_connection_anew(shop: Shop) -> None:
    vera = await (await shop.visited()).opens()
    await vera.writes("Before")
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
    opened = sockets_of(vera)
    await vera.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    await vera.writes("After")
    await all_are_stored_and_shown(shop, vera, ["Before", "After"])
    assert len(opened) == 1


async def test_storms_of_network_changes_neither_flood_the_server_nor_lose_a_message(shop: Shop) -> None:
    shop.look = {"head": COUNTS}
    vera = await (await shop.visited()).opens()
    await vera.writes("Before")
    await expect(vera.log.locator(".me .meta").last).to_have_text(re.compile("sent"))
    storm = """for (let n = 0; n < 500; n++) { dispatchEvent(new Event("offline"));
        dispatchEvent(new Event("online")); document.dispatchEvent(new Event("visibilitychange")) }"""
    opened = sockets_of(vera)
    await vera.page.evaluate(storm)
    await vera.writes("After")
    await all_are_stored_and_shown(shop, vera, ["Before", "After"])
    assert len(opened) <= 3
    assert await vera.page.evaluate("problems") == []


def sockets_of(vera: Visit) -> list[Any]:
    """The connections that it opens from now on."""
    opened: list[Any] = []
    vera.page.on("websocket", lambda socket: opened.append(socket))
    return opened
