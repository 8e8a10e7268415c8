"""The main job over real sockets, on both databases."""

from uuid import uuid4

from server.desk.arrival import LEFT_AFTER
from server.desk.presence import GRACE
from tests.house import Running


async def test_a_visitor_is_answered_at_once_and_a_person_takes_over(house_on_each: Running) -> None:
    vera = await house_on_each.vera(page={"url": "https://shop.example/kettles", "title": "Kettles"})
    said = await vera.say("Where is my order?")
    assert said["ok"]
    ack = await vera.event("message.sent", lambda e: e["by"]["kind"] == "bot")
    assert ack["seq"] > said["seq"]

    ada = await house_on_each.agent(house_on_each.ada)
    assert (await ada.call("status", {"status": "online"}))["ok"]
    state = await ada.heard("conversation", lambda s: s["agent"] and s["agent"]["name"] == "Ada")
    opened = await ada.call("open", {"conversation": state["id"]})
    started = opened["events"][0]
    assert started["page"] == {"url": "https://shop.example/kettles", "title": "Kettles", "referrer": None}
    assert (await vera.event("assigned"))["agent"]["name"] == "Ada"

    assert (await vera.call("typing", {"on": True}))["ok"]
    assert (await ada.heard("typing"))["by"]["kind"] == "visitor"
    assert (await ada.call("typing", {"conversation": state["id"], "on": True}))["ok"]
    assert (await vera.heard("typing"))["by"]["name"] == "Ada"

    answer = await ada.say("It left yesterday.", conversation=state["id"])
    assert (await vera.event("message.sent", lambda e: e["by"]["kind"] == "agent"))["seq"] == answer["seq"]
    assert (await vera.call("read", {"seq": answer["seq"]}))["ok"]
    assert (await ada.event("message.read"))["upto"] == answer["seq"]

    assert (await ada.call("resolve", {"conversation": state["id"], "reason": "solved"}))["ok"]
    survey = await vera.heard("survey")
    assert survey["conversation"] == state["id"]
    assert (await vera.call("rate", {"conversation": state["id"], "score": 5, "comment": "quick"}))["ok"]
    assert (await ada.event("rated"))["score"] == 5


async def test_when_nobody_is_there_the_question_waits_for_the_first_who_comes(house: Running) -> None:
    house.house.desk.mail_after = 120_000
    vera = await house.vera()
    await vera.say("Do you repair kettles?")
    asked = await vera.event("message.sent", lambda e: e["ask"])
    assert asked["ask"] == ["name", "email"]
    assert (await vera.call("details", {"name": "Vera", "email": "vera@shop.example"}))["ok"]
    thanks = await vera.event("message.sent", lambda e: e["seq"] > asked["seq"])
    assert thanks["by"]["kind"] == "bot"

    ada = await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    assert (await vera.event("assigned"))["agent"]["name"] == "Ada"


async def test_the_next_one_waits_while_all_are_full_and_gets_the_slot_that_frees(house: Running) -> None:
    await house.house.kept.people.change_person(house.ada.id, {"slots": 1})
    ada = await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    vera, wanda = await house.vera(), await house.vera()
    first = await vera.say("First")
    await vera.event("assigned")
    second = await wanda.say("Second")
    place = await wanda.heard("queue", lambda q: q["position"] == 1)
    assert place["wait"] == {"low": 60, "high": None}  # one slot, and ten minutes for each

    await ada.call("resolve", {"conversation": first["conversation"], "reason": "solved"})
    assert (await wanda.event("assigned"))["conversation"] == second["conversation"]
    await wanda.heard("queue", lambda q: q["position"] is None)


async def test_of_two_who_take_one_wins_and_the_other_hears_who(house_on_each: Running) -> None:
    vera = await house_on_each.vera()
    said = await vera.say("Hello")
    ada, ben = await house_on_each.agent(house_on_each.ada), await house_on_each.agent(house_on_each.ben)
    taken = await ada.call("take", {"conversation": said["conversation"]})
    assert taken["ok"]
    assert await ada.call("take", {"conversation": said["conversation"]}) == taken
    late = await ben.call("take", {"conversation": said["conversation"]})
    assert late["error"]["code"] == "conflict"
    assert late["error"]["owner"] == {"id": house_on_each.ada.id, "name": "Ada"}


async def test_an_agent_who_vanishes_gives_the_waiting_visitor_back_to_the_head_of_the_queue(
    house: Running,
) -> None:
    ada = await house.agent(house.ada)
    await ada.call("status", {"status": "online"})
    vera = await house.vera()
    await vera.say("Are you there?")
    await vera.event("assigned")
    await ada.disconnect()
    while house.house.floor.presence(house.ada.id).sockets:
        await vera.call("read", {"seq": 1})
    await house.later(GRACE + 1)
    back = await vera.event("queued", lambda e: e["reason"] == "agent_gone")
    assert back["seq"] > 1
    assert house.house.floor.presence(house.ada.id).status == "offline"


async def test_a_visitor_who_comes_back_misses_nothing_and_sees_nothing_twice(house_on_each: Running) -> None:
    vera = await house_on_each.vera()
    token = (await vera.heard("welcome"))["token"]
    said = await vera.say("Hello")
    ada = await house_on_each.agent(house_on_each.ada)
    await ada.call("take", {"conversation": said["conversation"]})
    await vera.event("assigned")
    seen = [event["seq"] for event in vera.events()]
    await vera.disconnect()
    for text in ("One", "Two", "Three"):
        await ada.say(text, conversation=said["conversation"])

    again = await house_on_each.vera(token)
    caught = await again.call("catch_up", {"conversation": said["conversation"], "after": max(seen)})
    texts = [event["text"] for event in caught["events"] if event["type"] == "message.sent"]
    assert texts == ["One", "Two", "Three"]
    assert caught["upto"] == max(event["seq"] for event in caught["events"])
    welcome = await again.heard("welcome")
    assert [e["seq"] for e in welcome["events"]] == sorted({e["seq"] for e in welcome["events"]})


async def test_a_visitor_who_is_gone_for_the_grace_has_left_and_returns_when_he_is_back(
    house: Running,
) -> None:
    vera = await house.vera()
    token = (await vera.heard("welcome"))["token"]
    said = await vera.say("Hello")
    ada = await house.agent(house.ada)
    await ada.call("take", {"conversation": said["conversation"]})
    await vera.disconnect()
    while house.house.floor.guests:
        await ada.call("read", {"conversation": said["conversation"], "seq": 1})
    await house.later(LEFT_AFTER + 1)
    left = await ada.event("visitor.left")
    assert left["since"] <= left["at"] - LEFT_AFTER
    await house.vera(token)
    assert (await ada.event("visitor.returned"))["seq"] > left["seq"]


async def test_a_message_after_the_end_reopens_within_seven_days_and_starts_anew_later(
    house: Running,
) -> None:
    day = 86_400_000
    vera = await house.vera()
    ada = await house.agent(house.ada)
    first = await vera.say("Hello")
    conversation = first["conversation"]
    await ada.say("Hi", conversation=conversation)
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    house.clock.ahead += 6 * day
    assert (await vera.say("One more thing"))["conversation"] == conversation
    assert (await vera.event("reopened"))["by"]["kind"] == "visitor"
    await ada.call("resolve", {"conversation": conversation, "reason": "solved"})
    house.clock.ahead += 8 * day
    assert (await vera.say("New matter"))["conversation"] != conversation


async def test_first_messages_from_two_tabs_join_one_conversation(house_on_each: Running) -> None:
    import asyncio

    one = await house_on_each.vera()
    two = await house_on_each.vera((await one.heard("welcome"))["token"])
    said = await asyncio.gather(one.say("From here"), two.say("From there"))
    assert said[0]["conversation"] == said[1]["conversation"]
    for tab in (one, two):
        await tab.event("message.sent", lambda e: e["text"] == "From there")
        await tab.event("message.sent", lambda e: e["text"] == "From here")


async def test_the_same_id_again_gets_the_first_answer_and_another_text_is_a_conflict(
    house_on_each: Running,
) -> None:
    vera = await house_on_each.vera()
    message = {"id": str(uuid4()), "text": "Once"}
    first = await vera.call("say", message)
    assert await vera.call("say", message) == first
    house_on_each.house.desk._memory.forget(first["conversation"])  # only the database remembers
    assert await vera.call("say", message) == first
    other = await vera.call("say", {**message, "text": "Twice"})
    assert other["error"]["code"] == "conflict"
    caught = await vera.call("catch_up", {"conversation": first["conversation"], "after": 0})
    assert [e["text"] for e in caught["events"] if e["id"] == message["id"]] == ["Once"]


async def test_what_an_agent_took_while_offline_stays_his_while_he_is_connected(house: Running) -> None:
    vera = await house.vera()
    said = await vera.say("Hello")
    ada = await house.agent(house.ada)
    await ada.call("take", {"conversation": said["conversation"]})
    await vera.event("assigned")
    again = await vera.say("Are you there?")
    state = house.house.floor.open[said["conversation"]]
    assert (state.last_seq, state.agent and state.agent.name) == (again["seq"], "Ada")
