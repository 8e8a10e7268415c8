"""One file for each figure that is promised, in the order of the page."""

from tests.bench.case import Case
from tests.bench.cases import (
    against_node,
    against_stock,
    beside_chat,
    columns,
    copy_size,
    drain,
    figures,
    figures_10m,
    growth,
    memory,
    on_postgres,
    positions,
    rebuild_rate,
    report_page,
    routing,
    start,
    start_full,
    steady,
    storm,
    with_inboxes,
    without_disk,
)

CASES: dict[str, Case] = {
    module.CASE.name: module.CASE
    for module in (
        against_stock,
        against_node,
        with_inboxes,
        without_disk,
        on_postgres,
        steady,
        memory,
        storm,
        start,
        start_full,
        growth,
        routing,
        drain,
        positions,
        figures,
        figures_10m,
        report_page,
        columns,
        copy_size,
        rebuild_rate,
        beside_chat,
    )
}
