"""docs/performance.md, from the figures that are kept beside it. Nobody writes it by hand."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench import results
from tests.bench.case import OURS, Case, Found
from tests.bench.cases import CASES
from tests.bench.shown import notes, promise, table, verdict
from tests.bench.sides import LIMITS
from tests.bench.size import Size

PAGE = results.KEPT.with_suffix(".md")
HEAD = Path(__file__).with_name("page_head.md")

PAUSE = 10  # s between two messages of a lively conversation
CALM_SHARE = 0.6  # of a core: beyond it, waiting times grow

Kept = Mapping[str, Any]


def write() -> None:
    PAGE.write_text(rendered(results.read()), encoding="utf-8")


def rendered(whole: results.Results) -> str:
    kept: Mapping[str, Kept] = whole["cases"]
    parts = [
        HEAD.read_text(encoding="utf-8").format(
            machine=whole["machine"], versions=_versions(whole["versions"]), limits=LIMITS
        ),
        "\n".join(_promises(kept)),
        "\n".join(_shortfalls(kept)),
        "\n".join(_arithmetic(kept)),
        "## Each figure" if kept else "",
        *("\n".join(_section(CASES[name], one)) for name, one in kept.items() if name in CASES),
    ]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _versions(found: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in found.items())


def _promises(kept: Mapping[str, Kept]) -> Iterator[str]:
    yield "| figure | measured | reach | beyond | verdict | measured on |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for case in CASES.values():
        one = kept.get(case.name)
        sign = ">=" if case.more_is_better else "<="
        beyond = "" if case.beyond is None else f"{sign} {case.beyond:g} x"
        found = ("", "not measured", "") if one is None else _measured(case, one)
        yield f"| {case.title} | {found[0]} | {sign} {case.reach:g} x | {beyond} | {found[1]} | {found[2]} |"


def _measured(case: Case, one: Kept) -> tuple[str, str, str]:
    rough = " (rough)" if one["disturbed"] else ""
    return f"{one['ratio']:.2f} x{rough}", verdict(case, one["ratio"]), one["day"]


def _shortfalls(kept: Mapping[str, Kept]) -> Iterator[str]:
    yield "## What falls short"
    yield ""
    missed = [name for name, one in kept.items() if not CASES[name].meets(one["ratio"], CASES[name].reach)]
    short = [
        name
        for name, one in kept.items()
        if name not in missed
        and CASES[name].beyond
        and not CASES[name].meets(one["ratio"], CASES[name].beyond)
    ]
    unmeasured = [name for name in CASES if name not in kept]
    if not (missed or short or unmeasured):
        yield "Nothing."
    for said, names in (("missed", missed), ("reached, not beyond", short), ("not measured", unmeasured)):
        for name in names:
            measured = f" ({kept[name]['ratio']:.2f} x)" if name in kept else ""
            yield f"- {said}{measured}: {CASES[name].title}"


def _arithmetic(kept: Mapping[str, Kept]) -> Iterator[str]:
    """How many visitors one core serves."""
    if "stock" not in kept:
        return
    cost = kept["stock"]["sides"][OURS]["server_us"]
    rate = CALM_SHARE * 1e6 / cost
    yield "## How many visitors one core serves"
    yield ""
    yield f"- A message, with its acknowledgement and its delivery, takes {cost:.0f} us of one core."
    yield (
        f"- Of a core that is to be {CALM_SHARE:.0%} busy, so that nobody waits, that is "
        f"{CALM_SHARE:g} x 1,000,000 / {cost:.0f} = {rate:,.0f} messages a second."
    )
    yield (
        f"- In a lively conversation somebody writes every {PAUSE} s: {rate:,.0f} x {PAUSE} = "
        f"{rate * PAUSE:,.0f} conversations at the same moment."
    )
    if "memory" in kept:
        kib = kept["memory"]["sides"][OURS]["kib"]
        yield (
            f"- A visitor who only has the chat open takes {kib:.1f} KiB: "
            f"1 GiB / {kib:.1f} KiB = {2**20 / kib:,.0f} of them in each GiB of memory."
        )


def _section(case: Case, one: Kept) -> Iterator[str]:
    found: Found = results.found_in(one)
    size = Size(**one["size"])
    yield f"### `{case.name}`: {promise(case)}"
    yield ""
    head, *rows = table(found)
    yield f"| {' | '.join(head)} |"
    yield "| --- " + "| ---: " * (len(head) - 1) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
    runs = "; ".join(f"{name}: {', '.join(f'{run:g}' for run in of)}" for name, of in found.runs.items())
    judged = f"{found.ratio:.2f} x, {verdict(case, found.ratio)}"
    yield f"{judged}, on {one['day']}; {size.runs} runs each ({runs})."
    for note in notes(found):
        yield f"{note[0].upper()}{note[1:]}."
