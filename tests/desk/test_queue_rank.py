"""Clients can put the queue in the order in which it is served."""

from tests.house import running_house


async def test_the_ranks_of_states_are_in_the_server_s_order(database_url: str) -> None:
    async with running_house(database_url) as house:
        ada = await house.agent(house.ada)
        ids = []
        for text, priority in (("first", 0), ("urgent", 2), ("last", 0), ("can wait", -1)):
            conversation = (await (await house.vera()).say(text))["conversation"]
            ids.append(conversation)
            if priority:
                await ada.call("prioritise", {"conversation": conversation, "priority": priority})
        states = (await (await house.agent(house.ada)).heard("inbox"))["queue"]
        served = [ids[1], ids[0], ids[2], ids[3]]
        assert [state["id"] for state in states] == served
        assert [state["id"] for state in sorted(states, key=lambda one: one["queue_rank"])] == served
        await ada.call("take", {"conversation": ids[0]})
        taken = await ada.heard("conversation", lambda told: told["id"] == ids[0] and told["agent"])
        assert taken["queue_rank"] is None
