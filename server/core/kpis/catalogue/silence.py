"""How conversations end in silence."""

from .entry import WALL, Entry

_OVER = (
    "A conversation has ended when it was resolved, or when nobody has said a word for 10 minutes (24 hours "
    "if nobody was there when it began); it is dated by the earlier of both."
)
_OF = "answered conversations that have ended"

ENTRIES = (
    Entry(
        "left_on_read",
        "Left on read",
        "%",
        "lower",
        "Share of answered conversations that ended with an answer of ours which the visitor has read, and "
        "to which he said nothing more: neither did he end it or rate it, nor was it resolved as solved. "
        + _OVER,
        by_agent="who answered last",
        clocks=WALL,
        attributions=("cohort",),
        options={
            "delivered": "Where nothing is ever marked as read, what has arrived counts as read.",
            "strict": "All that end with an answer of ours, however they ended.",
        },
        either=(("delivered", "strict"),),
        formula="100 × ended quietly after an answer that was read / answered and ended",
        population=_OF,
        sources=("S002",),
    ),
    Entry(
        "left_unread",
        "Left unread",
        "%",
        "lower",
        "Share of answered conversations that ended quietly with an answer of ours which the visitor has "
        "never read. " + _OVER,
        by_agent="who answered last",
        clocks=WALL,
        attributions=("cohort",),
        options={"delivered": "Where nothing is ever marked as read, what has arrived counts as read."},
        formula="100 × ended quietly after an answer that was not read / answered and ended",
        population=_OF,
        sources=("S002",),
    ),
    Entry(
        "dropped",
        "Dropped",
        "%",
        "lower",
        "Share of answered conversations that ended on a message of the visitor's which nobody has answered: "
        "we left him on read. " + _OVER,
        by_agent="who answered last",
        clocks=WALL,
        attributions=("cohort",),
        formula="100 × ended on an unanswered message / answered and ended",
        population=_OF,
        sources=("S002",),
    ),
)
