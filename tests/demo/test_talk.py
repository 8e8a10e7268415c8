"""What is said in the demo's shop."""

from pathlib import Path

import pytest

from server.demo.live_agent import ANSWERS, THANKS
from server.demo.talk.spoken import SHARES, TALKS
from server.demo.visits import TITLES, WEIGHTS

SHOP = Path(__file__).parents[2] / "web_client" / "demo"


@pytest.mark.parametrize("language", sorted(TALKS))
def test_each_language_can_talk_about_everything(language: str) -> None:
    assert [topic.tag for topic in TALKS[language].topics] == list(WEIGHTS)
    assert language in SHARES


def test_each_conversation_begins_on_a_page_that_the_shop_has() -> None:
    for talk in TALKS.values():
        for topic in talk.topics:
            assert topic.page in TITLES
            assert (SHOP / (topic.page.strip("/") or "index.html")).is_file()


def test_an_agent_knows_one_answer_to_each_question() -> None:
    asked = [asks for talk in TALKS.values() for topic in talk.topics for asks, _ in topic.turns]
    assert len(asked) == len(set(asked)) == len(ANSWERS)
    assert not THANKS & set(asked)


def test_the_four_shares_are_one() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)
