"""How much is measured. The page is written from full sizes only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    seconds: float = 6  # of each measured window
    warm_up: float = 1.5  # s
    runs: int = 3  # of each side; medians are compared
    again: int = 2  # more tries of a run that other work has disturbed
    pairs: int = 50  # conversations, a visitor and an agent each
    outstanding: int = 4  # messages on their way in each
    rate: float = 500  # messages/s where the rate is steady
    clients: int = 5_000  # idle, or back all at once
    messages: int = 1_000_000  # in the database that a start is measured with
    conversations: int = 1_000_000  # of five messages, in the database that has grown
    waiting: int = 10_000  # in the queue
    agents: int = 1_000  # at work
    decisions: int = 500  # of routing, each timed

    @property
    def is_full(self) -> bool:
        """Longer and more often is as good."""
        least = Size()
        return all(getattr(self, name) >= getattr(least, name) for name in self.__slots__)


SMALL = Size(
    seconds=1,
    warm_up=0.2,
    runs=1,
    again=0,
    pairs=2,
    outstanding=4,
    rate=100,
    clients=20,
    messages=50,
    conversations=10,
    waiting=200,
    agents=20,
    decisions=20,
)
