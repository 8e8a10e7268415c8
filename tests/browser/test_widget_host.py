"""The page that carries the widget: what it may expect of us, and what we must bear of it."""

from typing import Any

from playwright.async_api import Page, expect

from tests.browser.shop import Shop, shop

__all__ = ["shop"]

HOSTILE = """<style>
* { all: unset !important; display: block !important; font: 40px serif !important }
* { letter-spacing: 9px !important }
html { font-size: 5px !important } chat-butler { display: none !important; opacity: 0 !important }
button, textarea, div { display: none !important; transform: rotate(9deg) !important }
</style><script>
Array.prototype.extra = () => "extra"; Object.prototype.more = () => "more"; String.prototype.at = () => "at";
window.$ = () => null; window.Node = function Node() {};
</script>"""


async def test_before_opening_nothing_is_stored_and_only_script_and_look_are_fetched(shop: Shop) -> None:
    page = await shop.open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    vera = await shop.visited(page)
    await page.mouse.move(300, 300)
    await vera.launcher.hover()
    await page.wait_for_load_state("networkidle")
    ours = [url for url in asked if not url.startswith(shop.url)]
    assert ours == [f"{shop.house.url}/widget.js", f"{shop.house.url}/look/{shop.house.site.key}"]
    assert await vera.stored() == {"local": {}, "session": {}, "cookies": ""}
    assert await page.context.cookies() == []


async def test_after_opening_one_entry_is_stored_and_no_cookie(shop: Shop) -> None:
    vera = await (await shop.visited()).opens()
    await vera.writes("Hello")
    await vera.sees("Hello")
    key = f"chat-butler:{shop.house.site.key}"
    stored = await vera.stored()
    assert set(stored["local"]) == {key}
    assert set(stored["session"]) <= {key}
    assert await vera.page.context.cookies() == []


async def test_a_focused_input_is_there_within_three_requests(shop: Shop) -> None:
    page = await shop.open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    vera = await shop.visited(page)
    await page.route("**/assets/talk-*", lambda route: route.abort())
    await vera.opens()
    await expect(vera.message).to_be_focused()
    ours = [url for url in asked if url.startswith(shop.house.url) and "/assets/talk-" not in url]
    assert len(ours) == 3


async def test_what_is_sent_before_the_socket_is_there_goes_out_once_it_is(shop: Shop) -> None:
    page = await shop.open_page()
    held: list[Any] = []
    await page.route("**/assets/talk-*", lambda route: held.append(route))
    vera = await (await shop.visited(page)).opens()
    await vera.writes("Early")
    assert len(held) == 1
    for route in held:
        await route.continue_()
    await vera.sees("Early")
    await expect(vera.log.locator(".me .meta").last).to_contain_text("sent")


async def test_it_works_under_a_strict_content_security_policy(shop: Shop) -> None:
    server = shop.house.url
    policy = (
        f"default-src 'none'; script-src {server}; connect-src {server} {server.replace('http', 'ws')}; "
        "style-src 'none'; base-uri 'none'; object-src 'none'"
    )
    shop.look = {"headers": {"Content-Security-Policy": policy}}
    page = await shop.open_page()
    await page.add_init_script(
        "window.reports = []; document.addEventListener('securitypolicyviolation', "
        "(e) => window.reports.push(`${e.violatedDirective} ${e.blockedURI}`))"
    )
    vera = await (await shop.visited(page)).opens()
    await vera.writes("Hello")
    await vera.sees("Hello")
    reports = await page.evaluate("window.reports")
    assert [report for report in reports if "favicon" not in report] == []
    box = await vera.panel.bounding_box()
    assert box is not None and box["width"] == 384


async def test_it_looks_and_works_the_same_on_a_hostile_page(shop: Shop) -> None:
    kind = await (await shop.visited(reduced_motion="reduce")).opens()
    await kind.writes("Hello")
    await kind.sees("Hello")
    shop.look = {"head": HOSTILE}
    hostile = await (await shop.visited(reduced_motion="reduce")).opens()
    await hostile.writes("Hello")
    await hostile.sees("Hello")
    assert await measures(kind.page) == await measures(hostile.page)


async def measures(page: Page) -> Any:
    return await page.evaluate(
        """() => [...document.querySelector("chat-butler").shadowRoot
        .querySelectorAll(".launcher, .cw, .cw-head, .me .b, textarea")].map((part) => {
          const style = getComputedStyle(part);
          const { width, height } = part.getBoundingClientRect();
          return [part.className, Math.round(width), Math.round(height), style.fontSize, style.display,
            style.opacity, style.letterSpacing];
        })"""
    )


async def test_a_page_without_storage_works_until_it_is_left(shop: Shop) -> None:
    page = await shop.open_page()
    await page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        "Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    vera = await (await shop.visited(page)).opens()
    await vera.writes("Hello")
    await vera.sees("Hello")


async def test_the_tag_twice_is_one_chat(shop: Shop) -> None:
    tag = f'<script async src="{shop.house.url}/widget.js" data-site="{shop.house.site.key}"></script>'
    shop.look = {"body": tag}
    vera = await shop.visited()
    await vera.page.wait_for_load_state("networkidle")
    await expect(vera.page.locator("chat-butler")).to_have_count(1)


async def test_a_page_that_empties_its_body_keeps_the_chat(shop: Shop) -> None:
    vera = await shop.visited()
    await vera.page.evaluate("document.body.replaceChildren()")
    await vera.opens()
    await vera.writes("Still here")
    await vera.sees("Still here")


async def test_the_page_opens_fills_and_listens(shop: Shop) -> None:
    stub = "window.ChatButler=function(){(ChatButler.q=ChatButler.q||[]).push(arguments)}"
    listens = "window.heard=[];for(const e of ['ready','open','close','message','unread'])"
    tells = "ChatButler('on',e,(d)=>heard.push([e,d]));"
    shop.look = {"head": f"<script>{stub};{listens}{tells}</script>"}
    vera = await shop.visited()
    await vera.page.evaluate("ChatButler('message', 'Is the Brae in stock?')")
    await expect(vera.message).to_have_value("Is the Brae in stock?")
    await vera.message.press("Enter")
    await expect(vera.log.locator(".m:not(.me) .b").first).to_be_visible()
    await vera.page.evaluate("ChatButler('close')")
    await expect(vera.panel).to_be_hidden()
    heard = [name for name, _ in await vera.page.evaluate("heard")]
    assert {"ready", "open", "message", "close"} <= set(heard)
    await vera.page.evaluate("ChatButler('hide')")
    await expect(vera.launcher).to_be_hidden()
    await vera.page.evaluate("ChatButler('show')")
    await expect(vera.launcher).to_be_visible()


async def test_reset_forgets_the_person_on_this_device(shop: Shop) -> None:
    vera = await (await shop.visited()).opens()
    await vera.writes("Hello")
    await vera.sees("Hello")
    await vera.page.evaluate("ChatButler('close'); ChatButler('reset')")
    assert await vera.stored() == {"local": {}, "session": {}, "cookies": ""}
    await vera.page.reload()
    await vera.opens()
    await expect(vera.page.get_by_role("log")).to_have_count(0)


async def test_later_pages_are_told_only_with_consent(shop: Shop) -> None:
    ada = await shop.ada()
    vera = await (await shop.visited()).opens()
    await vera.writes("Hello")
    state = await ada.heard("conversation", lambda state: state["agent"])
    await ada.call("open", {"conversation": state["id"]})
    await vera.sees("Ada joined")
    lids = "{url: 'https://shop.example/lids', title: 'Lids'}"
    await vera.page.evaluate(f"ChatButler('page', {lids})")
    await vera.writes("After the first page")
    await ada.event("message.sent", lambda event: event["text"] == "After the first page")
    assert not [event for event in ada.events() if event["type"] == "page.viewed"]
    await vera.page.evaluate(f"ChatButler('consent', 'tracking', true); ChatButler('page', {lids})")
    assert (await ada.event("page.viewed"))["page"]["title"] == "Lids"


async def test_a_site_has_its_own_colour_side_and_words(shop: Shop) -> None:
    people = shop.house.house.kept.people
    look = {"brand": "#7a3b69", "position": "left"}
    await people.change_site(shop.house.site.id, {"look": look, "texts": {"title": "Plum & Spout"}})
    vera = await (await shop.visited()).opens()
    await expect(vera.panel.get_by_role("heading", name="Plum & Spout")).to_be_visible()
    box = await vera.panel.bounding_box()
    assert box is not None and box["x"] == 20


async def test_it_speaks_the_language_that_the_page_asks_for(shop: Shop) -> None:
    shop.look = {"attributes": 'data-locale="de-AT"'}
    vera = await shop.visited()
    await expect(vera.launcher).to_have_accessible_name("Chat öffnen")
    await vera.launcher.click()
    await expect(vera.page.get_by_label("Ihre Nachricht")).to_be_focused()
