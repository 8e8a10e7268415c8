"""What is said in the demo's shop, in the languages of its visitors."""

from dataclasses import dataclass
from typing import Literal

Tag = Literal["delivery", "return", "spare part", "care", "advice", "invoice"]


@dataclass(frozen=True, slots=True)
class Topic:
    """`turns` are pairs: what the visitor writes, and what an agent answers to it."""

    tag: Tag
    page: str
    turns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """One language: first names, what is talked about, and what is said in any of it.

    `only_acts` is for people who write to those who only play their parts.
    """

    names: tuple[str, ...]
    topics: tuple[Topic, ...]
    thanks: tuple[str, ...]
    goodbye: tuple[str, ...]
    impatient: tuple[str, ...]
    again: tuple[str, ...]
    sorry: tuple[str, ...]
    praise: tuple[str, ...]
    blame: tuple[str, ...]
    only_acts: str
