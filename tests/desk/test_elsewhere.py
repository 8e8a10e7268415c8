"""What is read off the database about other nodes' work, and how it meets our own."""

from uuid import uuid4

from server.core.decide.visitor import Message
from server.desk import agent, visitor
from tests.desk.conftest import Shop


async def test_what_was_read_before_ada_resolved_it_does_not_open_it_again(shop: Shop) -> None:
    ada = shop.person("Ada")
    said = await visitor.says(shop.desk, shop.guest(), Message(str(uuid4()), "Hello"))
    assert said.conversation is not None
    await agent.takes(shop.desk, ada, said.conversation)
    read_meanwhile = await shop.desk.conversation(said.conversation)
    await agent.resolves(shop.desk, ada, said.conversation, "solved")
    shop.desk.noticed(read_meanwhile)
    assert said.conversation not in shop.desk.floor.open
    assert shop.desk.floor.taken(ada.id) == 0
