"""Figures and conversations as files: what is in them, and who may have them."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from server.core.kpis.asking.ask import Ask
from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.sheets.cells import moment, safe
from server.core.kpis.sheets.sheet import Sheet, as_csv
from server.desk.ports import AuditWanted
from tests.reports.files import about_of, bytes_of, lines_of, sheets_of, table_of
from tests.rest.asking import Asking, Office

EVIL = "=HYPERLINK(evil)"


async def vera_is_answered(office: Office, rating: int | None = None) -> str:
    """By Ada, who then resolves it."""
    vera, _, conversation = await office.vera_says("canary words")
    ada = await office.running.agent(office.running.ada)
    assert (await ada.call("take", {"conversation": conversation}))["ok"]
    assert (await ada.say("canary answer", conversation=conversation))["ok"]
    assert (await ada.call("tag", {"conversation": conversation, "tags": ["delivery"]}))["ok"]
    assert (await ada.call("resolve", {"conversation": conversation, "reason": "solved"}))["ok"]
    if rating is not None:
        assert (await vera.call("rate", {"conversation": conversation, "score": rating}))["ok"]
    return conversation


async def sams(office: Office) -> Asking:
    return office.program(office.running.sam)


async def test_a_figures_table_says_what_it_is_and_holds_the_answers_own_numbers(
    office_on_each: Office,
) -> None:
    office = office_on_each
    await vera_is_answered(office)
    await office.kept.people.set_setting("per_agent_figures", True)
    sam = await sams(office)
    query = "by=agent,day&tz=Europe/Berlin&team=t_first"
    file = await sam.get(f"/kpis/frt/table.csv?{query}")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="frt_' in file.headers["Content-Disposition"]
    about = about_of(file.text)
    assert (about["kpi"], about["version"], about["unit"], about["zone"]) == (
        "frt",
        "1",
        "s",
        "Europe/Berlin",
    )
    assert about["filters"] == "team=t_first (Support)"
    asked = (await sam.get(about["link"].replace("/api/v1", "", 1))).json
    rows = table_of(file.text)
    assert [row["of"].split()[0] for row in rows] == ["all", "segment", "group"]
    assert float(rows[0]["value"]) == asked["value"]
    row, group = rows[-1], asked["groups"][0]
    assert [row["agent"], row["day"]] == group["key"]
    assert (row["agent_name"], float(row["value"]), int(row["n"])) == ("Ada", group["value"], 1)
    assert moment(asked["as_of"], "Europe/Berlin") == about["as_of"]


async def test_every_figure_there_is_has_its_table(office: Office) -> None:
    await vera_is_answered(office, rating=5)
    await office.kept.people.set_setting("per_agent_figures", True)
    sam = await sams(office)
    for kpi, entry in CATALOGUE.items():
        by = f"?by={entry.splits[0]}&compare=before" if entry.splits else ""
        file = await sam.get(f"/kpis/{kpi}/table.csv{by}")
        assert file.status == 200, f"{kpi}: {file.text}"
        whole, figure = table_of(file.text)[0], (await sam.get(f"/kpis/{kpi}{by}")).json
        shown = None if whole["value"] == "" else float(whole["value"])
        assert (whole["of"], shown, int(whole["n"])) == ("all", figure["value"], figure["n"]), kpi


async def test_a_workbook_has_the_same_cells_as_numbers(office: Office) -> None:
    await vera_is_answered(office, rating=5)
    sam = await sams(office)
    lines = sheets_of(await bytes_of(sam, "/kpis/csat/table.xlsx"))["csat"]
    assert {"A": "kpi", "B": "csat"} in lines
    head = next(line for line in lines if line.get("A") == "of")
    values = next(line for line in lines if line.get("A") == "all")
    named = {head[column]: value for column, value in values.items()}
    assert (named["value"], named["n"], named["low_n"]) == (100.0, 1.0, True)


async def test_a_row_a_conversation_has_every_fact_and_not_a_word_of_what_was_said(
    office_on_each: Office,
) -> None:
    office = office_on_each
    conversation = await vera_is_answered(office, rating=4)
    await office.kept.people.set_setting("per_agent_figures", True)
    sam = await sams(office)
    text = (await sam.get("/reports/conversations.csv?tz=Europe/Berlin")).text
    (row,) = table_of(text)
    assert (row["conversation"], row["team_name"], row["replied_by_name"]) == (conversation, "Support", "Ada")
    assert (row["turns"], row["turns_answered"], row["csat_score"], row["tags"]) == (
        "1",
        "1",
        "4",
        "delivery",
    )
    assert row["started_at"].endswith(("+01:00", "+02:00"))
    assert "canary" not in text
    for kpi in ("frt", "resolution_time", "interactions"):
        assert float(row[f"kpi_{kpi}"]) == (await sam.get(f"/kpis/{kpi}")).json["value"]
    sheets = sheets_of(await bytes_of(sam, "/reports/conversations.xlsx?tz=Europe/Berlin"))
    head, line = sheets["conversations"]
    assert list(head.values()) == lines_of(text)[0]
    named = {head[column]: value for column, value in line.items()}
    assert (named["conversation"], named["csat_score"], named["spam"]) == (conversation, 4.0, False)
    assert {"A": "zone", "B": "Europe/Berlin"} in sheets["about"]


async def test_who_worked_on_it_is_only_in_it_when_figures_of_agents_are_allowed(office: Office) -> None:
    await vera_is_answered(office)
    sam = await sams(office)
    without = (await sam.get("/reports/conversations.csv")).text
    assert "replied_by" not in without
    assert office.running.ada.id not in without
    assert (await sam.get(f"/reports/conversations.csv?agent={office.running.ada.id}")).status == 403


async def test_agents_take_out_their_own_and_their_teams_and_no_others(office: Office) -> None:
    conversation = await vera_is_answered(office)
    ada, ben = (office.program(person) for person in (office.running.ada, office.running.ben))
    own = (await ada.get(f"/reports/conversations.csv?agent={office.running.ada.id}")).text
    assert [row["conversation"] for row in table_of(own)] == [conversation]
    assert "replied_by" not in own
    assert (await ada.get("/reports/conversations.csv")).status == 403
    assert (await ada.get("/kpis/frt/table.csv")).status == 403
    assert (await ada.get("/kpis/frt/table.csv?team=t_first")).status == 200
    assert (await ben.get("/reports/conversations.csv?team=t_first")).status == 403
    theirs = (await ben.get(f"/reports/conversations.csv?team={office.returns.id}")).text
    assert table_of(theirs) == []
    assert theirs.startswith("conversation,")


async def test_what_begins_while_a_file_is_made_is_not_in_it(office_on_each: Office) -> None:
    office = office_on_each
    first = await vera_is_answered(office)
    reports, now = office.running.house.reports, office.running.clock()
    exported = await reports.conversations(Ask("volume", now), "csv", {}, False)
    await office.vera_says()
    assert (await reports.figure(Ask("volume", now)))["n"] == 2
    text = b"".join([piece async for piece in exported.pieces]).decode()
    assert (exported.rows, [row["conversation"] for row in table_of(text)]) == (1, [first])


async def test_who_took_out_what_is_kept(office_on_each: Office) -> None:
    office = office_on_each
    conversation = await vera_is_answered(office)
    sam = await sams(office)
    assert conversation in (await sam.get("/reports/conversations.csv?channel=web")).text
    assert (await sam.get("/reports/conversations.csv?from=x")).status == 422
    found, _ = await office.kept.timeline.audited(AuditWanted(action="export"), None, 10)
    (entry,) = found
    assert (entry.who, entry.subject) == (office.running.sam.id, "conversations")
    assert (entry.detail["kind"], entry.detail["rows"], entry.detail["channel"]) == ("csv", 1, "web")


async def test_names_that_look_like_formulas_are_texts(office: Office) -> None:
    await vera_is_answered(office)
    await office.kept.people.change_team("t_first", {"name": EVIL})
    sam = await sams(office)
    (row,) = table_of((await sam.get("/reports/conversations.csv")).text)
    assert row["team_name"] == f"'{EVIL}"
    head, line = sheets_of(await bytes_of(sam, "/reports/conversations.xlsx"))["conversations"]
    assert {head[column]: value for column, value in line.items()}["team_name"] == EVIL
    groups = table_of((await sam.get("/kpis/volume/table.csv?by=team")).text)
    assert groups[1]["team_name"] == f"'{EVIL}"


WRONG = {
    "from=2026-03-02&to=2026-03-01": "from",
    "from=soon": "2026-03-01",
    "tz=Mars/Base": "Europe/Rome",
    "as_of=later": "as_of",
    "by=shoe": "unknown parameter by",
}


async def test_a_bad_question_is_refused_with_what_would_be_right(office: Office) -> None:
    sam = await sams(office)
    for query, right in WRONG.items():
        refused = await sam.get(f"/reports/conversations.csv?{query}")
        assert (refused.status, refused.code) == (422, "invalid")
        assert right in refused.json["error"]["message"]


async def test_a_tables_bad_question_is_refused_as_a_figures_is(office: Office) -> None:
    sam = await sams(office)
    for query in ("by=shoe", "option=none", "from=2026-03-02&to=2026-03-01", "tz=Mars"):
        figure = await sam.get(f"/kpis/frt?{query}")
        for kind in ("csv", "xlsx"):
            refused = await sam.get(f"/kpis/frt/table.{kind}?{query}")
            assert (refused.status, refused.json["error"]["message"]) == (
                422,
                figure.json["error"]["message"],
            )
    assert (await sam.get("/kpis/shoes/table.csv")).status == 404


_texts = st.text(st.sampled_from("=+-@\t\r\n'\" a1\uff1d")) | st.text()


@given(_texts)
def test_a_text_in_a_file_is_never_carried_out_and_can_be_read_back(text: str) -> None:
    written = safe(text)
    assert written[:1] not in tuple("=+-@\t\r\n\uff1d")
    assert written.lstrip(' "')[:1] not in tuple("=+-@\uff1d")
    guarded = written[:1] == "'" and safe(written[1:]) != written[1:]
    assert (written[1:] if guarded else written) == text


_cells = st.one_of(st.none(), st.text(), st.floats(allow_nan=False), st.integers())


@given(st.lists(st.lists(_cells, min_size=2)))
def test_every_cell_comes_back_from_csv_as_it_was(rows: list[list[str | float | int | None]]) -> None:
    text = as_csv(Sheet("x", ["a", "b"], rows))
    back = list(csv.reader(io.StringIO(text, newline="")))[1:]
    shown = [["" if c is None else safe(c) if isinstance(c, str) else repr(c) for c in row] for row in rows]
    assert back == shown
