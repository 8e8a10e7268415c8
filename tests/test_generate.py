"""What is derived from the code says what the code does."""

import pytest

from server.core.events import EVENT_TYPES, Named
from server.core.wire import ENVELOPE, to_wire
from server.derived import typescript
from server.generate import files, main


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_the_types_of_the_web_client_have_the_fields_that_go_over_the_wire(name: str) -> None:
    kind = EVENT_TYPES[name]
    subject = {"agent": Named("a_ada")} if name == "agent.status" else {"conversation": "c_1"}
    wire = to_wire(kind(**subject))
    declared = {field for field, _ in typescript.fields_of(kind)}
    assert set(wire) - {"subject"} == declared | set(ENVELOPE) | {"type"}


def test_every_table_of_the_pages_is_filled() -> None:
    for name, text in files().items():
        if name.endswith((".md", ".json")):
            made = text()
            assert "-->\n<!-- end -->" not in made, name
            assert made.endswith("\n"), name


def test_what_is_committed_is_what_would_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().out
