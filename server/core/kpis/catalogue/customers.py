"""Who stays, who goes, and who brings others."""

from .entry import BUCKETS, WALL, Entry

_WINDOWS = {
    f"window={days}": f"Without a contract: whoever bought within {days} days before is a customer."
    for days in (30, 90, 180, 365)
}

ENTRIES = (
    Entry(
        "crr",
        "Customer retention",
        "%",
        "higher",
        "Of the customers there were when the period began, the share of those who are customers when it "
        "ends. A customer has a paid relation at that instant: from its start, and at its end not any more. "
        "Merged customers are one. Who left and came back within the period was kept.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        options=_WINDOWS,
        formula="100 × |S ∩ E| / |S|; S: customers at the start, E: at the end",
        population="customers at the start of the period",
        sources=("S000", "S002", "S004"),
        by=(),
    ),
    Entry(
        "ccr",
        "Customer churn",
        "%",
        "lower",
        "Of the customers there were when the period began, the share of those who are none when it ends: "
        "what retention leaves. It holds for the period as long as it is and is not stretched to a year.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        options={
            "net": "Net change: how many customers fewer there are at the end, whoever they are; negative "
            "when they have become more.",
            **_WINDOWS,
        },
        formula="100 × |S \\ E| / |S|; net: 100 × (|S| − |E|) / |S|",
        population="customers at the start of the period",
        sources=("S002", "S003", "S004"),
        by=(),
    ),
    Entry(
        "referral",
        "Referrals",
        "%",
        "higher",
        "Share of the period's new customers who came by a referral.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        options={
            "participation": "Share of the customers there are at the end who referred somebody who came in "
            "the period.",
            "chat_share": "Share of conversations with customers who once came by a referral.",
        },
        either=(("participation", "chat_share"),),
        formula="100 × new customers with source referral / new customers",
        population="customers who became one in the period",
        sources=("S002",),
        by=BUCKETS,
    ),
    Entry(
        "repeat_rate",
        "Repeat purchases",
        "%",
        "higher",
        "Of the customers who bought in the period, the share of those who bought twice or more in it.",
        by_agent=None,
        clocks=WALL,
        attributions=("event",),
        formula="100 × customers with two purchases or more / customers with one or more",
        population="customers who bought in the period",
        sources=("S000", "S002", "S003"),
        by=(),
    ),
)
