"""S26: whatever somebody else can put in is shown as text, on every view of the console."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.conftest import Stage

CANARY = "canary.example"
CORPUS = (
    f"<img src=https://{CANARY}/a onerror=window.pwned=1>",
    f'"><svg onload=window.pwned=1><image href=https://{CANARY}/b></svg>',
    f"</title><script>window.pwned=1;fetch('https://{CANARY}/c')</script>",
    "{{constructor.constructor('window.pwned=1')()}} ${window.pwned=1}",
    f'<math><mtext></table></math><a href="javascript:window.pwned=1">x</a><base href=https://{CANARY}/>',
    "javascript:window.pwned=1",
    "data:text/html,<script>parent.pwned=1</script>",
    f"<style>@import 'https://{CANARY}/d';*{{display:none}}</style>",
    "\u202egnp.exe &lt;b&gt; &#x3c;i&#x3e; %3Cb%3E",
)


async def nothing_ran(page: Page, asked: list[str]) -> None:
    assert await page.evaluate("window.pwned") is None
    assert not [url for url in asked if CANARY in url]


async def test_names_titles_addresses_messages_tags_and_comments_are_text(stage: Stage) -> None:
    running = stage.running
    ada = await stage.at_work(running.ada)
    asked: list[str] = []
    ada.on("request", lambda request: asked.append(request.url))
    ada.on("dialog", lambda dialog: asked.append(f"{CANARY} dialog {dialog.message}"))
    written: dict[str, str] = {}
    for poison in CORPUS:
        page = {"url": f"https://shop.example/{poison}", "title": poison, "referrer": poison}
        vera = await running.vera(locale="en", page=page)
        answer = await vera.call("details", {"name": poison, "phone": "1", "fields": {poison[:60]: poison}})
        assert answer["ok"], answer
        said = await vera.say(poison)
        written[said["conversation"]] = poison
        colleague = await running.agent(running.ben)
        await colleague.call(
            "note", {"conversation": said["conversation"], "id": str(uuid4()), "text": poison}
        )
        await colleague.call("tag", {"conversation": said["conversation"], "tags": [poison[:60]]})
    await ada.get_by_role("button", name="All", exact=False).first.click()
    for conversation, poison in written.items():
        await ada.evaluate("(id) => { location.hash = `#/inbox/${id}` }", conversation)
        name = running.house.floor.open[conversation].visitor.name or ""
        await expect(ada.get_by_role("heading", level=2, name=name, exact=True).first).to_be_visible()
        await expect(ada.locator(".msg.note .prose")).to_have_text(poison)
        await expect(ada.locator(".side .kv")).to_contain_text(poison)
        await expect(ada.locator(".side .tags .tag")).to_contain_text(poison[:60])
        for link in await ada.locator("main a").all():
            address = await link.get_attribute("href") or ""
            assert address.startswith(("#/", "https://", "mailto:")), address
    await nothing_ran(ada, asked)


async def test_the_board_and_the_settings_show_them_as_text_too(stage: Stage) -> None:
    running = stage.running
    rita = await running.house.kept.people.add_person("rita@shop.example", CORPUS[0], "admin")
    await running.house.kept.accounts.sets_password(rita.id, "correct horse battery")
    await running.house.kept.people.change_site(
        running.site.id, {"name": CORPUS[2], "texts": {"title": CORPUS[1]}}
    )
    page = await stage.at_work(rita)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    vera = await running.vera(locale="en")
    await vera.call("details", {"name": CORPUS[1]})
    await vera.say(CORPUS[3])
    await page.get_by_role("link", name="Live").click()
    await expect(page.get_by_role("rowheader", name=CORPUS[1])).to_be_visible()
    await expect(page.get_by_role("table").get_by_text(CORPUS[0])).to_be_visible()
    await page.get_by_role("link", name="Settings").click()
    await page.get_by_role("link", name=CORPUS[2]).click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(CORPUS[2])
    await expect(page.locator(".scene h2")).to_have_text(CORPUS[1])
    await nothing_ran(page, asked)


async def test_only_safe_addresses_become_links_and_they_tell_nothing(stage: Stage) -> None:
    ada = await stage.at_work(stage.running.ada)
    vera = await stage.running.vera(locale="en")
    await vera.say(
        "https://shop.example/a?b=1 JaVa\tscript:alert(1) vbscript:x data:text/html,x file:///etc/passwd "
        "vera@home.example tel:+4912345"
    )
    await ada.get_by_role("button", name="Waiting").click()
    await ada.locator(".conv").first.click()
    links = ada.get_by_role("log").get_by_role("link")
    await expect(links).to_have_count(3)
    found = [await link.get_attribute("href") for link in await links.all()]
    assert found == ["https://shop.example/a?b=1", "mailto:vera@home.example", "tel:+4912345"]
    for link in await links.all():
        assert await link.get_attribute("rel") == "noopener noreferrer nofollow"
