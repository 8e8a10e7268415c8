"""Admins in the console: the first one, sites, people, hours; supervisors only read."""

import re

from playwright.async_api import Page, expect

from server.desk.directory import Person
from tests.browser.accessible import faults
from tests.browser.conftest import Stage
from tests.house import PASSWORD


async def rita(stage: Stage) -> Person:
    kept = stage.running.house.kept
    person = await kept.people.add_person("rita@shop.example", "Rita", "admin")
    await kept.accounts.sets_password(person.id, PASSWORD)
    return person


async def goes_to(page: Page, path: str) -> None:
    await page.evaluate("(path) => { location.hash = path }", f"#/{path}")


async def test_sam_is_told_whom_to_ask_for_what_only_admins_see(stage: Stage) -> None:
    await rita(stage)
    sam = await stage.at_work(stage.running.sam)
    for section, title in (("audit", "Audit"), ("webhooks", "Webhooks")):
        await goes_to(sam, f"settings/{section}")
        await expect(sam.get_by_role("heading", level=1)).to_have_text(title)
        await expect(sam.get_by_role("heading", name="Only admins see this page")).to_be_visible()
        await expect(sam.get_by_text("Ask Rita to make you an admin.")).to_be_visible()
        assert await faults(sam) == []
    await stage.running.house.kept.people.change_person(stage.running.sam.id, {"role": "admin"})
    await sam.reload()
    await expect(sam).to_have_url(re.compile("#/settings/webhooks$"))
    await expect(sam.get_by_role("heading", name="No webhook yet")).to_be_visible()


async def test_the_first_admin_is_made_by_the_link_once(stage: Stage) -> None:
    key = await stage.running.house.kept.accounts.open_setup()
    page = await (await stage.window()).new_page()
    await page.goto(f"{stage.running.url}/console/#/setup?key=wrong")
    await page.get_by_label("Your name").fill("Rita")
    await page.get_by_label("E-mail").fill("rita@shop.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Make the admin").click()
    await expect(page.get_by_role("alert")).to_contain_text("This link is not valid.")
    await page.goto(f"{stage.running.url}/console/#/setup?key={key}")
    await page.reload()
    await page.get_by_label("Your name").fill("Rita")
    await page.get_by_label("E-mail").fill("rita@shop.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Make the admin").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sites")
    other = await (await stage.window()).new_page()
    await other.goto(f"{stage.running.url}/console/#/setup?key={key}")
    await expect(other.get_by_role("heading", name="The first admin is there")).to_be_visible()


async def test_rita_adds_a_site_gives_it_a_look_and_copies_its_code(stage: Stage) -> None:
    page = await stage.at_work(await rita(stage))
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await goes_to(page, "settings/sites")
    await page.get_by_role("button", name="Add a site").click()
    dialog = page.get_by_role("dialog", name="Add a site")
    await dialog.get_by_label("Name of the site").fill("Plum & Spout")
    await dialog.get_by_label("Allowed addresses").fill("http://[broken")
    await dialog.get_by_role("button", name="Add").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Name or address is not valid.")
    await dialog.get_by_label("Allowed addresses").fill("https://plum.example/shop?x=1 www.plum.example")
    await dialog.get_by_role("button", name="Add").click()
    await page.get_by_role("button", name="Copy").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    code = await page.evaluate("navigator.clipboard.readText()")
    site = next(s for s in stage.running.house.kept.directory.sites.values() if s.name == "Plum & Spout")
    assert code == f'<script async src="{stage.running.url}/widget.js" data-site="{site.key}"></script>'
    assert site.origins == ("https://plum.example", "https://www.plum.example")

    await page.get_by_role("link", name="Look").click()
    await page.get_by_label("Brand colour", exact=True).fill("#7a3b69")
    scene = page.locator(".scene")
    await expect(scene.locator(".cw-hero")).to_be_visible()
    assert await scene.evaluate("(scene) => scene.style.getPropertyValue('--brand')") == "#7a3b69"
    await page.get_by_role("link", name="Words").click()
    await page.get_by_label("Title", exact=True).fill("Ask us about kettles")
    await expect(scene.locator("h2")).to_have_text("Ask us about kettles")
    await expect(page.get_by_text("2 changes not saved")).to_be_visible()
    await page.keyboard.press("Control+s")
    await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    saved = stage.running.house.kept.directory.sites[site.id]
    assert saved.look["brand"] == "#7a3b69"
    assert saved.texts["title"] == "Ask us about kettles"
    await expect(page.get_by_text("not saved")).to_have_count(0)


async def test_rita_adds_ben_s_colleague_who_then_signs_in_until_she_ends_it(stage: Stage) -> None:
    page = await stage.at_work(await rita(stage))
    await goes_to(page, "settings/people")
    await page.get_by_role("button", name="Add a person").click()
    dialog = page.get_by_role("dialog", name="Add a person")
    await dialog.get_by_label("Name").fill("Cleo")
    await dialog.get_by_label("E-mail").fill(stage.running.ben.email)
    await dialog.get_by_label("First password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Add").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Somebody has this e-mail address already.")
    await dialog.get_by_label("E-mail").fill("cleo@shop.example")
    await dialog.get_by_role("button", name="Add").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Cleo")
    people = stage.running.house.kept.directory.people
    cleo = next(person for person in people.values() if person.name == "Cleo")
    assert cleo.teams == stage.running.ben.teams
    hers = await stage.at_work(cleo)
    await expect(hers.get_by_role("heading", name="You are not online")).to_be_visible()
    await page.get_by_role("button", name="Let no longer sign in").click()
    await expect(page.get_by_text("May not sign in.")).to_be_visible()
    await expect(hers.get_by_text("Your session is over.")).to_be_visible()


async def test_opening_hours_are_set_and_taken_back(stage: Stage) -> None:
    page = await stage.at_work(await rita(stage))
    site = stage.running.site.id
    directory = stage.running.house.kept.directory
    await goes_to(page, f"settings/sites/{site}/hours")
    await page.get_by_role("switch", name="Always open").uncheck()
    await page.get_by_label("Time zone").select_option("Europe/Berlin")
    await page.get_by_role("checkbox", name="Friday").uncheck()
    await page.get_by_label("Closes on Monday").fill("20:30")
    await page.get_by_label("From", exact=True).fill("2027-12-25")
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    kept = directory.calendars[site].to_dict()
    assert kept["tz"] == "Europe/Berlin"
    assert kept["holidays"] == ["2027-12-25"]
    assert [list(interval) for interval in kept["hours"]["mon"]] == [["09:00", "20:30"]]
    assert not kept["hours"].get("fri")
    await page.reload()
    await expect(page.get_by_label("Closes on Monday")).to_have_value("20:30")
    await page.get_by_role("switch", name="Always open").check()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("not saved")).to_have_count(0)
    assert site not in directory.calendars


async def test_sam_reads_the_settings_and_changes_nothing(stage: Stage) -> None:
    page = await stage.at_work(stage.running.sam)
    await goes_to(page, f"settings/sites/{stage.running.site.id}")
    await expect(page.get_by_text("Admins can change them.")).to_be_visible()
    await expect(page.get_by_label("Name of the site")).to_be_disabled()
    await goes_to(page, "settings/people")
    await expect(page.get_by_role("link", name="Ada")).to_be_visible()
    await expect(page.get_by_role("button", name="Add a person")).to_have_count(0)


async def test_ada_changes_her_language_her_password_and_makes_a_token(stage: Stage) -> None:
    page = await stage.at_work(stage.running.ada)
    await goes_to(page, "profile")
    await page.get_by_label("Old password").fill("not this one")
    await page.get_by_label("New password").fill("a much better one")
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_role("alert")).to_contain_text("The old password is wrong.")
    await page.get_by_label("Old password").fill(PASSWORD)
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_role("status").filter(has_text="The password is changed.")).to_be_visible()
    await page.get_by_label("What it is for").fill("nightly export")
    await page.get_by_role("button", name="Make a token").click()
    token = await page.locator(".copyable pre").inner_text()
    assert re.fullmatch(r"cb_\S{20,}", token)
    person = await stage.running.house.kept.accounts.person_by_token(token)
    assert person is not None
    assert person.id == stage.running.ada.id
    await page.get_by_role("button", name="Void nightly export").click()
    await expect(page.locator(".copyable pre")).to_have_count(0)
    assert await stage.running.house.kept.accounts.person_by_token(token) is None
    await page.get_by_label("Language").select_option("de")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Profil")
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Profil")
    assert await page.locator("html").get_attribute("lang") == "de"
