"""What is stored, counted: so that a test can say that nothing was written."""

from sqlalchemy import func, select
from sqlmodel import SQLModel

from tests.house import Running


async def written(running: Running) -> dict[str, int]:
    """Rows by table, and the newest change."""
    async with running.house.kept.database.engine.connect() as connection:
        counts = {
            table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }
    return {**counts, "mark": await running.house.kept.timeline.mark()}
