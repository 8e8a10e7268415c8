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
    "ask.email": "If you leave an e-mail address, we can answer even after you have gone.",
    "thanks.email": "I have noted your address. You may add to your question at any time.",
}
