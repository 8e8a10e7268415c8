"""English."""

PHRASES = {
    "ack.somebody": "Thank you. I am the automatic butler; somebody is free, and I have passed this on.",
    "ack.busy.none": "Thank you. I am the automatic butler. Everyone is in a conversation right now; "
    "you are next.",
    "ack.busy.one": "Thank you. I am the automatic butler. Everyone is in a conversation right now; "
    "{ahead} visitor is before you.",
    "ack.busy.other": "Thank you. I am the automatic butler. Everyone is in a conversation right now; "
    "{ahead} visitors are before you.",
    "ack.closed": "Thank you. I am the automatic butler. "
    "We are closed right now and open on {day} at {time} ({zone}). "
    "I have noted your question, and the first person to arrive will see it.",
    "ack.nobody": "Thank you. I am the automatic butler. Nobody is at the desk right now. "
    "I have noted your question, and the first person to arrive will see it.",
    "ack.full": "Thank you. I am the automatic butler. "
    "So many people are waiting that an answer would take long. "
    "I have noted your question, and you get an answer as soon as somebody is free.",
    "wait.between": "A person usually answers in {low} to {high} minutes.",
    "wait.upto.one": "A person usually answers within a minute.",
    "wait.upto.other": "A person usually answers within {high} minutes.",
    "wait.more.none": "It may take more than 10 minutes until a person answers.",
    "wait.more.one": "It will take at least a minute, and maybe more than 10, until a person answers.",
    "wait.more.other": "It will take at least {low} minutes, and maybe more than 10, until a person answers.",
    "wait.long": "It will probably take more than 10 minutes until a person answers.",
    "ask.email": "If you leave an e-mail address, we can answer even after you have gone.",
    "thanks.email": "I have noted your address. You may add to your question at any time.",
    "topic": "I take it that this is about “{topic}”; if not, just say so.",
    "gone.agent": "The person who was helping you cannot go on right now. You are at the front of the queue, "
    "and the next person who is free takes over.",
    "nudge.visitor": "I am the automatic butler. Are you still there? There is an answer for you above; "
    "go on whenever you like.",
}
