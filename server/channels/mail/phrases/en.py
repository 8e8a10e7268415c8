"""English."""

PHRASES = {
    "subject": "{site}: an answer to your question",
    "one": "{name} has answered your question:",
    "several": "There are answers to your question:",
    "question": "You wrote:",
    "continue": "Continue the conversation",
    "how": "To reply, please use the link: a reply to this e-mail would not reach the conversation. "
    "The link works until {date}; whoever has it can read the conversation, so keep it to yourself.",
    "why": "You receive this because this address was left in a chat with {site}. "
    "If that was not you, you can ignore this message.",
    "test.subject": "{site}: mail works",
    "test.text": "This is the test message that you asked for in the settings of Chat Butler. "
    "Answers to visitors who have left will go out by the same way.",
    "alert.waiting": "{team}: {value} waiting, the limit is {limit}",
    "alert.wait": "{team}: longest wait {value} min, the limit is {limit} min",
    "alert.sla_warned": "{team}: {target} due in {value} min",
    "alert.sla_breached": "{team}: {target} overdue",
    "alert.low_rating": "{team}: a low rating, {value}",
    "alert.first_response": "first response",
    "alert.next_response": "next response",
    "alert.resolution": "resolution",
    "alert.open": "The live board",
    "alert.why": "You receive this because this address is entered for alerts in the settings of "
    "Chat Butler.",
    "report.page.fast": "Are we fast?",
    "report.page.solve": "Do we solve it?",
    "report.page.happy": "Are they happy?",
    "report.page.staff": "Do we staff right?",
    "report.page.help": "Who needs help?",
    "report.figure": "Figure",
    "report.value": "Value, 95 %",
    "report.n": "n",
    "report.target": "Target",
    "report.before": "Before",
    "report.met": "met",
    "report.missed": "missed",
    "report.too_close": "too close to say",
    "report.few": "few cases",
    "report.business": "opening hours",
    "report.nothing": "It holds no figure that may be shown to you.",
    "report.as_of": "As it was known on {time} ({zone}). The links show the same numbers "
    "whenever they are opened.",
    "report.file": "The attached workbook has the figures with their groups.",
    "report.open": "Open the report",
    "report.why": "You receive this because somebody who works with Chat Butler has it sent to this address.",
    "report.leave": "Stop sending me this report",
}
