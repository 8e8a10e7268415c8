"""A curve that is measured while something runs, as a table and as a picture."""

import csv
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

WIDE, HIGH, EDGE = 720, 240, 40


@dataclass(slots=True)
class Curve:
    """Points of time (s), how much was done by then, memory (kB) and open files."""

    begun: float = field(default_factory=time.monotonic)
    points: list[tuple[float, int, int, int]] = field(default_factory=list)

    def add(self, done: int, memory: int, files: int) -> None:
        self.points.append((time.monotonic() - self.begun, done, memory, files))

    def memory(self, since: float, until: float) -> float:
        """The median between two shares of what was done, 0 to 1."""
        most = self.points[-1][1]
        return median(kb for _, done, kb, _ in self.points if since * most <= done <= until * most)

    def write(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["seconds", "done", "memory_kb", "files"])
            rows.writerows((f"{at:.1f}", *rest) for at, *rest in self.points)
        (folder / f"{name}.svg").write_text(self._drawn())

    def _drawn(self) -> str:
        most_done = max(self.points[-1][1], 1)
        most = max(kb for _, _, kb, _ in self.points)
        across, down = (WIDE - 2 * EDGE) / most_done, (HIGH - 2 * EDGE) / most
        places = ((EDGE + across * done, HIGH - EDGE - down * kb) for _, done, kb, _ in self.points)
        spots = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" '
            f'font-size="12"><rect width="{WIDE}" height="{HIGH}" fill="#fff"/>'
            f'<path d="M{EDGE} {EDGE}V{HIGH - EDGE}H{WIDE - EDGE}" fill="none" stroke="#888"/>'
            f'<polyline points="{spots}" fill="none" stroke="#06c" stroke-width="1.5"/>'
            f'<text x="{EDGE}" y="{EDGE - 8}">{most / 1000:.0f} MB</text>'
            f'<text x="{WIDE - EDGE}" y="{HIGH - EDGE + 16}" text-anchor="end">{most_done:,} messages</text>'
            f'<text x="{EDGE}" y="{HIGH - EDGE + 16}">0</text></svg>\n'
        )
