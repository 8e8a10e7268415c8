"""The command line, as a process, beside what it works on. Each command is started afresh once."""

import json
from pathlib import Path

import pytest

from tests.forked import ran, ran_afresh
from tests.house import running_house


def test_site_user_and_token_print_what_they_made_and_nothing_else(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path))
    key = ran_afresh("site", "add", "Shop", "--origin", "https://shop.example", *data)
    assert key.returncode == 0
    assert len(key.stdout.split()) == 1
    words = ("user", "add", "ada@shop.example", "--name", "Ada", "--role", "agent", "--password-stdin")
    ada = ran(*words, *data, typed="correct horse battery\n")
    assert ada.stdout.startswith("a_")
    token = ran("token", "add", "ada@shop.example", "--json", *data)
    assert json.loads(token.stdout)["token"].startswith("cb_")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("token", "add", "nobody@shop.example"), "nobody has the e-mail address"),
        (("site", "add", "Shop", "--origin", "shop.example"), "is not an origin"),
        (("user", "add", "ada@shop.example", "--name", "Ada", "--role", "agent", "--team", "X"), "no team X"),
    ],
)
def test_bad_usage_is_one_line_that_says_what_to_do(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    done = ran(*words, "--data", str(tmp_path))
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "env", "says"),
    [
        ((), {"CHAT_BUTLER_VISITOR_RATE": "0"}, "CHAT_BUTLER_VISITOR_RATE"),
        (("--database-url", "mysql://x/y"), {}, "postgresql:// or sqlite://"),
        (("--public-url", "shop.example"), {}, "--public-url"),
        (("--redis-url", "http://x"), {}, "--redis-url"),
    ],
)
def test_a_settings_mistake_stops_the_start_with_one_line(
    tmp_path: Path, words: tuple[str, ...], env: dict[str, str], says: str
) -> None:
    done = ran("serve", "--port", "0", "--data", str(tmp_path), *words, **env)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


async def test_what_is_stored_is_what_the_timelines_say_and_the_figure_is_the_files(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'chat-butler.db'}"
    async with running_house(url) as house:
        ada = await house.agent(house.ada)
        for text in ("One", "Two", "Three"):
            vera = await house.vera()
            said = await vera.say(text)
            await ada.say("Hello", conversation=said["conversation"])
            await ada.call("resolve", {"conversation": said["conversation"], "reason": "solved"})
            await vera.event("resolved")
            await vera.call("rate", {"conversation": said["conversation"], "score": 5})
    data = ("--data", str(tmp_path))
    checked = ran_afresh("rebuild", "--check", *data)
    assert (checked.returncode, checked.stdout.strip()) == (0, "0 differences")
    exported = ran_afresh("timeline", "export", *data)
    (tmp_path / "timeline.jsonl").write_text(exported.stdout)
    for kpi, asked in (("frt", ran_afresh), ("csat", ran)):
        stored = json.loads(asked("kpis", "show", kpi, "--json", "--tz", "UTC", *data).stdout)
        alone = ("--timeline", str(tmp_path / "timeline.jsonl"))
        audited = json.loads(asked("kpis", "show", kpi, "--json", "--tz", "UTC", *alone).stdout)
        assert stored["n"] == audited["n"] == 3
        assert stored["value"] == audited["value"]


async def test_timelines_go_from_one_database_to_another_and_back_in_the_same_bytes(tmp_path: Path) -> None:
    here, there = ("--data", str(tmp_path)), ("--data", str(tmp_path / "there"))
    async with running_house(f"sqlite:///{tmp_path / 'chat-butler.db'}") as house:
        vera = await house.vera()
        await vera.say("Hello")
    file = tmp_path / "timeline.jsonl"
    file.write_text(ran("timeline", "export", *here).stdout)
    done = ran_afresh("timeline", "import", str(file), *there)
    assert (done.returncode, done.stderr) == (0, "")
    assert "a second" in done.stdout
    assert ran("timeline", "export", *there).stdout == file.read_text()
    assert ran("rebuild", "--check", *there).returncode == 0
    again = ran("timeline", "import", str(file), "--rewrite-history", "--json", *there)
    assert again.returncode == 1
    assert "is stored already" in json.loads(again.stdout)["problems"][0]["reason"]
    file.write_text("nonsense\n")
    bad = ran("timeline", "import", str(file), *there)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr.splitlines() == [
        "line 1: this is not JSON",
        "chat-butler: nothing was imported; 1 problem",
    ]
    assert ran("timeline", "import", str(tmp_path / "none"), *there).returncode == 2


async def test_a_state_that_was_tampered_with_is_found_and_derived_anew(tmp_path: Path) -> None:
    import sqlite3

    async with running_house(f"sqlite:///{tmp_path / 'chat-butler.db'}") as house:
        vera = await house.vera()
        await vera.say("Hello")
    with sqlite3.connect(tmp_path / "chat-butler.db") as database:
        database.execute("UPDATE conversations SET state = replace(state, 'Hello', 'Bye')")
    database.close()
    data = ("--data", str(tmp_path))
    found = ran("rebuild", "--check", *data)
    assert found.returncode == 1
    assert "state differs" in found.stdout
    assert ran("rebuild", *data).returncode == 0
    assert ran("rebuild", "--check", *data).returncode == 0


def test_an_unknown_conversation_is_no_answer(tmp_path: Path) -> None:
    done = ran("timeline", "export", "--conversation", "c_none", "--data", str(tmp_path))
    assert done.returncode == 1
    assert done.stdout == ""


def test_a_backup_is_restored_once_and_never_over_something(tmp_path: Path) -> None:
    here, there = ("--data", str(tmp_path / "here")), ("--data", str(tmp_path / "there"))
    ran("site", "add", "Shop", "--origin", "https://shop.example", *here)
    file = str(tmp_path / "backup.zip")
    made = ran_afresh("backup", file, "--json", *here)
    assert json.loads(made.stdout)["rows"]["sites"] == 1
    restored = ran_afresh("restore", file, *there)
    assert (restored.returncode, restored.stderr) == (0, "")
    for words, says in (
        (("backup", file, *here), "is there already"),
        (("restore", file, *there), "restore into a new one"),
        (("restore", str(tmp_path / "none.zip"), *there), "there is no file"),
        (("backup", str(tmp_path / "none.zip"), "--data", str(tmp_path / "none")), "there is no database"),
    ):
        refused = ran(*words)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert says in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1
