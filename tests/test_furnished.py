"""People who were made once are nevertheless each house's own."""

from pathlib import Path

from tests.house import Running, running_house


def adas_slots(running: Running) -> int:
    return running.house.kept.directory.people[running.ada.id].slots


async def test_what_becomes_of_ada_in_one_house_stays_there(tmp_path: Path) -> None:
    first, second = (f"sqlite:///{tmp_path / name}.db" for name in ("first", "second"))
    async with running_house(first) as running:
        await running.house.kept.people.change_person(running.ada.id, {"slots": 9})
    async with running_house(second) as running:
        assert adas_slots(running) == 4
        await running.agent(running.ada)
    async with running_house(first) as running:
        assert adas_slots(running) == 9
