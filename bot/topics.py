"""What a visitor means, by words that somebody has chosen for it."""

import re
from collections.abc import Sequence

from server.core.actions import Topic

_WORD = re.compile(r"[^\W_]+")


def meant(text: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic of whose words the most occur, the first of several; None: none of any does.

    A word counts as a whole, whether it is written large or small; `invoic*` is the beginning of one.
    """
    said = _plain(text)
    found = [(sum(_occurs(word, said) for word in topic.words), topic) for topic in topics]
    most, topic = max(found, key=lambda one: one[0], default=(0, None))
    return topic if most else None


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _occurs(word: str, said: str) -> bool:
    wanted = _plain(word)
    if not wanted.strip():
        return False
    return (wanted.rstrip() if word.rstrip().endswith("*") else wanted) in said
