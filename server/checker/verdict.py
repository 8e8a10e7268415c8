"""What the checker says of a history."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Point:
    number: int
    title: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`operations`: how many ended ok, fail and info, by what was wanted."""

    points: tuple[Point, ...]
    operations: dict[str, dict[str, int]]

    @property
    def clean(self) -> bool:
        return self.count == 0

    @property
    def count(self) -> int:
        return sum(point.count for point in self.points)

    @property
    def total(self) -> int:
        """Operations."""
        return sum(sum(counted.values()) for counted in self.operations.values())

    def must_be_clean(self) -> None:
        """Raises AssertionError, with the points and their examples."""
        if not self.clean:
            raise AssertionError("\n".join(["the history is not clean", *self.lines()]))

    def summary(self) -> str:
        kinds = ", ".join(
            f"{do} {' '.join(f'{n} {name}' for name, n in counted.items() if n)}"
            for do, counted in sorted(self.operations.items())
        )
        wrong = ", ".join(f"C{point.number} {point.count}" for point in self.points if point.count)
        return f"{self.total} operations ({kinds}), C = {self.count}{f' ({wrong})' if wrong else ''}"

    def lines(self) -> list[str]:
        """A line a point, and under it its examples."""
        found = []
        for point in self.points:
            found.append(f"C{point.number:<2} {point.count:>7}  {point.title}")
            found += [f"             {example}" for example in point.examples]
        return found

    def as_json(self) -> dict[str, Any]:
        return {
            "clean": self.clean,
            "count": self.count,
            "operations": self.operations,
            "points": [asdict(point) for point in self.points],
        }
