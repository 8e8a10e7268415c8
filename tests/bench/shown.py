"""What was found, as people read it on the terminal; the page has the same words."""

from collections.abc import Mapping

from tests.bench.case import Case, Found

# What a figure is called, and with how many digits after the point it is shown.
LABELS: Mapping[str, tuple[str, int]] = {
    "per_second": ("messages/s", 0),
    "server_us": ("server us/message", 0),
    "beside_us": ("us/message beside it", 0),
    "ack_p50": ("ack p50 ms", 2),
    "ack_p99": ("ack p99 ms", 2),
    "delivery_p50": ("delivery p50 ms", 2),
    "delivery_p99": ("delivery p99 ms", 2),
    "kib": ("KiB a connection", 1),
    "base_mib": ("MiB before", 0),
    "until_all": ("s until all are back", 2),
    "back_p50": ("s until half are back", 2),
    "client_us": ("server us a client", 0),
    "told": ("places told", 0),
    "decision_us": ("us a decision", 0),
    "assigned": ("assigned/s", 0),
    "assigned_us": ("us of CPU each", 0),
    "start_ms": ("ms until ready", 0),
    "cpu_ms": ("ms of CPU", 0),
    "middle_ms": ("ms, the middle figure", 0),
    "slowest_ms": ("ms, the slowest figure", 0),
    "page_ms": ("ms until all are there", 0),
    "figures_per_second": ("figures/s meanwhile", 1),
    "rows_per_second": ("rows/s", 0),
    "conversations_per_second": ("conversations/s", 0),
    "events_per_second": ("events/s", 0),
    "copied_s": ("s until it is there", 1),
    "copied_cpu_s": ("s of CPU", 1),
    "bytes_each": ("bytes a conversation", 0),
    "reports_mib": ("MiB of the reporting process", 0),
    "server_cpu": ("server, of a core", 2),
    "client_cpu": ("client, of a core", 2),
    "foreign_cpu": ("others, of a core", 2),
    "refused": ("refused", 0),
    "lost": ("lost", 0),
    "doubled": ("doubled", 0),
    "disordered": ("disordered", 0),
}


def promise(case: Case) -> str:
    sign = ">=" if case.more_is_better else "<="
    beyond = f", beyond {sign} {case.beyond:g} x" if case.beyond is not None else ""
    return f"{case.title}: reach {sign} {case.reach:g} x{beyond}"


def verdict(case: Case, ratio: float) -> str:
    if case.meets(ratio, case.beyond):
        return "beyond"
    return "reached" if case.meets(ratio, case.reach) else "missed"


def told(case: Case, found: Found) -> str:
    """One case on the terminal."""
    rows = table(found)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  " + "  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
    lines = [f"\n{case.name}: {promise(case)}", *lines]
    lines += [f"  runs of {name}: {', '.join(f'{one:g}' for one in of)}" for name, of in found.runs.items()]
    lines += [f"  {note}" for note in notes(found)]
    lines += [f"  WRONG: {what}" for what in found.wrong]
    return "\n".join([*lines, f"  {found.ratio:.2f} x: {verdict(case, found.ratio)}"])


def table(found: Found) -> list[list[str]]:
    """A row a figure, a column a side. Without a database beside, its row is left out."""
    rows = [["", *found.sides]]
    for name, (label, digits) in LABELS.items():
        values = [side.get(name) for side in found.sides.values()]
        if any(value is not None for value in values) and not (name == "beside_us" and not any(values)):
            rows.append([label, *(_shown(value, digits) for value in values)])
    return rows


def notes(found: Found) -> list[str]:
    if not found.disturbed:
        return list(found.notes)
    runs = sum(len(of) for of in found.runs.values())
    return [*found.notes, f"disturbed by other work: {found.disturbed} of {runs} runs; figures are rough"]


def _shown(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"
