"""Files as programs read them: CSV by its rules, workbooks as the XML that they are."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from tests.rest.asking import Asking

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def lines_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def table_of(text: str) -> list[dict[str, str]]:
    """What follows the empty line, if there is one."""
    lines = lines_of(text)
    first = lines.index([]) + 1 if [] in lines else 0
    return [dict(zip(lines[first], line, strict=True)) for line in lines[first + 1 :]]


def about_of(text: str) -> dict[str, str]:
    lines = lines_of(text)
    return {name: value for name, value in lines[: lines.index([])]}


async def bytes_of(asking: Asking, path: str) -> bytes:
    async with asking.http.get(f"{asking.url}/api/v1{path}") as answer:
        assert answer.status == 200, await answer.text()
        return await answer.read()


def sheets_of(workbook: bytes) -> dict[str, list[dict[str, Any]]]:
    """Each sheet's lines by its title: a cell a column letter; texts, numbers and truths as such."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        assert packed.testzip() is None
        book = ElementTree.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314  (our own)
        titles = [sheet.get("name") or "" for sheet in book.iterfind("m:sheets/m:sheet", _NS)]
        shared = _texts(packed)
        return {
            title: list(_lines(packed.read(f"xl/worksheets/sheet{number}.xml"), shared))
            for number, title in enumerate(titles, 1)
        }


def _texts(packed: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in packed.namelist():
        return []
    found = ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))  # noqa: S314
    return ["".join(item.itertext()) for item in found.iterfind("m:si", _NS)]


def _lines(xml: bytes, shared: list[str]) -> Iterator[dict[str, Any]]:
    for row in ElementTree.fromstring(xml).iterfind("m:sheetData/m:row", _NS):  # noqa: S314
        yield {re.sub(r"\d", "", cell.get("r") or ""): _value(cell, shared) for cell in row}


def _read(text: str) -> str:
    """With the codes that a workbook writes for some characters."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)


def _value(cell: Any, shared: list[str]) -> Any:
    assert cell.find("m:f", _NS) is None, "a formula"
    kind, value = cell.get("t"), cell.findtext("m:v", None, _NS)
    if kind == "inlineStr":
        return _read("".join(cell.find("m:is", _NS).itertext()))
    if kind == "s":
        return shared[int(value)]
    return value == "1" if kind == "b" else float(value)
