"""A report as a message: figures as text and as HTML, their groups in a workbook, a way to be rid of it."""

import html
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_interval

from server.core.kpis.asking.presets import DAY
from server.desk.outside.reports import Line, ReportLetter

from .letter import Words, headed, message_id
from .page import BRAND, FONT, small
from .phrases import SPOKEN, language_of
from .phrases.figures import name_of
from .values import ranged, shown

XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
# Each is read on white and on black.
_TONES = {"met": "#1d8850", "missed": "#dc3a2c", "too_close": "#6f7b80"}


def report(letter: ReportLetter, sender: str, now: int) -> EmailMessage:
    """`sender`: the address that it comes from; `now` in ms."""
    language = language_of(letter.locale)
    words = SPOKEN[language]
    title = letter.name or words[f"report.page.{letter.page}"]
    period = _period(letter, language)
    mail = headed(letter.to, "Chat Butler", sender, f"{title}: {period}", now)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Message-ID"] = message_id(letter.run, sender)
    mail["List-Unsubscribe"] = f"<{letter.leave}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    rows = [_row(line, words, language) for line in letter.lines]
    foot = _foot(letter, words, language)
    mail.set_content(_text(letter, title, period, rows, foot, words))
    mail.add_alternative(_page(letter, title, period, rows, foot, words, language), subtype="html")
    if letter.workbook is not None:
        day = datetime.fromtimestamp(letter.since / 1000, ZoneInfo(letter.tz)).date().isoformat()
        main, sub = XLSX
        mail.add_attachment(letter.workbook, maintype=main, subtype=sub, filename=f"report_{day}.xlsx")
    return mail


def _period(letter: ReportLetter, language: str) -> str:
    zone = ZoneInfo(letter.tz)
    first = datetime.fromtimestamp(letter.since / 1000, zone).date()
    last = datetime.fromtimestamp(letter.until / 1000, zone).date() - DAY
    if first == last:
        return str(format_date(first, format="long", locale=language))
    return str(format_interval(first, last, skeleton="yMMMd", locale=language))


def _row(line: Line, words: Words, language: str) -> dict[str, str]:
    """Each cell in words; empty where there is nothing to say."""
    figure = line.figure
    unit, verdict = figure["unit"], figure.get("verdict")
    few = words["report.few"] if figure.get("low_n") and figure["value"] is not None else ""
    target = "" if figure.get("target") is None else shown(figure["target"], unit, language)
    return {
        "name": name_of(figure["id"], figure["name"], language),
        "filters": ", ".join([*line.filters, *figure["options"], *_clock(figure, words)]),
        "value": shown(figure["value"], unit, language),
        "interval": ranged(figure.get("ci"), unit, language),
        "n": shown(figure["n"], "count", language),
        "few": few,
        "target": target,
        "verdict": words[f"report.{verdict}"] if verdict else "",
        "tone": _TONES.get(str(verdict), ""),
        "before": _before(figure, language),
        "link": line.link,
    }


def _clock(figure: Mapping[str, Any], words: Words) -> list[str]:
    return [words["report.business"]] if figure["clock"] == "business" else []


def _before(figure: Mapping[str, Any], language: str) -> str:
    before = figure.get("before")
    return "" if before is None else shown(before["value"], figure["unit"], language)


def _foot(letter: ReportLetter, words: Words, language: str) -> list[str]:
    moment = datetime.fromtimestamp(letter.as_of / 1000, ZoneInfo(letter.tz))
    time = format_datetime(moment, format="medium", tzinfo=ZoneInfo(letter.tz), locale=language)
    found = [words["report.as_of"].format(time=time, zone=letter.tz)]
    if letter.workbook is not None:
        found.append(words["report.file"])
    return [*found, words["report.why"]]


def _text(
    letter: ReportLetter, title: str, period: str, rows: list[dict[str, str]], foot: list[str], words: Words
) -> str:
    said = [line for row in rows for line in (_sentence(row, words), row["link"], "")]
    nothing = [] if rows else [words["report.nothing"], ""]
    ways = [f"{words['report.open']}:", letter.link, ""]
    leave = ["", f"{words['report.leave']}:", letter.leave, ""]
    return "\n".join([f"{title}, {period}", "", *said, *nothing, *ways, *foot, *leave])


def _sentence(row: dict[str, str], words: Words) -> str:
    name = f"{row['name']} ({row['filters']})" if row["filters"] else row["name"]
    parts = [row["value"] + (f" ({row['interval']})" if row["interval"] else "")]
    parts.append(f"{words['report.n']} {row['n']}" + (f" ({row['few']})" if row["few"] else ""))
    if row["target"]:
        judged = f": {row['verdict']}" if row["verdict"] else ""
        parts.append(f"{words['report.target']} {row['target']}{judged}")
    if row["before"]:
        parts.append(f"{words['report.before']} {row['before']}")
    return f"{name}: {', '.join(parts)}"


def _page(
    letter: ReportLetter,
    title: str,
    period: str,
    rows: list[dict[str, str]],
    foot: list[str],
    words: Words,
    language: str,
) -> str:
    names = ("figure", "value", "n", "target", "before")
    head = "".join(
        f'<th scope="col" style="{_CELL};text-align:{"left" if name == "figure" else "right"};'
        f'font-weight:400;opacity:.75">{html.escape(words[f"report.{name}"])}</th>'
        for name in names
    )
    body = "".join(_line(row) for row in rows)
    table = (
        f'<table style="border-collapse:collapse;width:100%;font-size:15px"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
        if rows
        else f"<p>{html.escape(words['report.nothing'])}</p>"
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="supported-color-schemes" content="light dark">'
        f"<title>{html.escape(title)}</title></head>"
        f'<body style="margin:0;padding:24px 16px;{FONT};font-size:16px;line-height:1.5">'
        '<div style="max-width:720px;margin:0 auto">'
        f'<h1 style="margin:0;font-size:22px">{html.escape(title)}</h1>'
        f'<p style="margin:0 0 16px;opacity:.75">{html.escape(period)}</p>{table}'
        f'<p style="margin:24px 0"><a href="{html.escape(letter.link)}" style="display:inline-block;'
        f"background:{BRAND};color:#ffffff;padding:12px 20px;border-radius:8px;text-decoration:none;"
        f'font-weight:600">{html.escape(words["report.open"])}</a></p>'
        f"{''.join(small(text) for text in foot)}"
        f'<p style="margin:0;font-size:13px"><a href="{html.escape(letter.leave)}" style="color:inherit">'
        f"{html.escape(words['report.leave'])}</a></p></div></body></html>"
    )


_CELL = "padding:8px 6px;border-bottom:1px solid #c9d1d3;vertical-align:top"


def _line(row: dict[str, str]) -> str:
    say = {name: html.escape(value) for name, value in row.items()}
    under = _under(say["filters"])
    tone = f"color:{say['tone']};font-weight:600"
    verdict = f'<div style="{tone}">{say["verdict"]}</div>' if say["verdict"] else ""
    cells = (
        f'<b style="font-weight:600">{say["value"]}</b>{_under(say["interval"])}',
        f"{say['n']}{_under(say['few'])}",
        f"{say['target']}{verdict}",
        say["before"],
    )
    right = "".join(f'<td style="{_CELL};text-align:right">{cell}</td>' for cell in cells)
    name = f'<a href="{say["link"]}" style="color:inherit">{say["name"]}</a>'
    left = f'<th scope="row" style="{_CELL};text-align:left;font-weight:400">{name}{under}</th>'
    return f"<tr>{left}{right}</tr>"


def _under(text: str) -> str:
    return f'<div style="font-size:13px;opacity:.75;white-space:nowrap">{text}</div>' if text else ""
