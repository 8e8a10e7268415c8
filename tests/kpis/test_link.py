"""A link to a number gives the same bytes whenever it is asked, whatever has happened meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.events import Event
from server.core.kpis.asking.ask import Ask, parse
from server.core.kpis.asking.link import pairs_of
from server.core.kpis.asking.listing import Listing
from server.core.kpis.behind import rows_behind
from server.core.kpis.catalogue import CATALOGUE
from server.core.kpis.figure import figure
from server.store.reports.copy import Copy
from tests.cast import HOUR, NINE
from tests.kpis.test_copy import ListSource
from tests.kpis.worlds import worlds
from tests.thorough import examples

# Every figure twice of each world: on a busy machine that takes a while.


def shown(copy: Copy, ask: Ask) -> tuple[str, str]:
    frames = copy.frames(ask.as_of)
    return json.dumps(figure(frames, ask)), json.dumps(rows_behind(frames, Listing(ask, limit=1_000)))


@settings(max_examples=examples(3, thorough=6))
@given(world=worlds(6), hours=st.integers(0, 60), data=st.data())
def test_what_happens_later_changes_no_byte_of_it(
    world: Sequence[Sequence[Event]], hours: int, data: st.DataObject
) -> None:
    as_of = NINE + hours * HOUR
    source, later = ListSource(), ListSource()
    source.changes = [begun for story in world if (begun := [one for one in story if one.at < as_of])]
    early = Copy(source)
    early.pull()
    later.changes = data.draw(st.permutations(list(world)))
    late = Copy(later)
    late.pull()
    for kpi, entry in CATALOGUE.items():
        by = data.draw(st.sampled_from([*entry.splits, ""]))
        pairs = [("by", by), ("attribution", entry.attributions[0]), ("compare", "before")]
        ask = parse(kpi, [*pairs, ("from", "2026-01-05"), ("to", "2026-01-12")], now=as_of, tz="Europe/Rome")
        again = parse(kpi, pairs_of(ask), now=as_of + 1_000 * HOUR)
        assert shown(early, replace(ask, as_of=as_of)) == shown(late, again)
