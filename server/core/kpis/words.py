"""What the columns are called when people speak, and the populations that the definitions share."""

import polars as pl

Reason = tuple[str, pl.Expr]

col = pl.col

started, wrote, replied = col("started_at"), col("wrote_at"), col("replied_at")
ended, resolved = col("ended_at"), col("resolved_at")
as_of = col("as_of")  # ms UTC: the instant up to which events are known

offered, taken = col("offered_at"), col("taken_at")
answered = replied.is_not_null()
is_resolved = resolved.is_not_null()
is_live = col("mode") == "live"
human = col("human")

# The name of a reason is taken from the column itself where it is "*".
countable: tuple[Reason, ...] = (("*", col("out")),)
by_people: tuple[Reason, ...] = (*countable, ("bot_only", ~human))


def seconds(start: pl.Expr, stop: pl.Expr) -> pl.Expr:
    """From ms to s."""
    return in_seconds(stop - start)


def in_seconds(ms: pl.Expr) -> pl.Expr:
    """Divided by a column of thousands: of a single number Polars takes the reciprocal, if there are several
    rows, and that rounds otherwise.
    """
    return ms / (ms * 0 + 1000)


def whole_ms(seconds: pl.Expr) -> pl.Expr:
    """However they were rounded; what a thousand divides only to be multiplied again, as it is."""
    for part in seconds.meta.pop():
        if any(made.meta.eq(seconds) for made in (in_seconds(part), part / 1000)):
            return part.cast(pl.Int64)
    return (seconds * 1000).round().cast(pl.Int64)


def of_conversations() -> dict[str, pl.Expr]:
    """What definitions ask of nearly every row's conversation. A column that says just this is a fraction of
    those that it is made of, and is carried to millions of rows.
    """
    left, gave_up = col("left_at"), col("gave_up_at")
    waited = is_live & offered.is_not_null()
    return {
        "out": why_out(),
        "owner": col("assignee"),
        "human": col("entered_at").is_not_null(),
        "gave_up": gave_up.is_not_null(),
        # When the visitor went who had waited for somebody.
        "went_at": pl.when(waited).then(pl.min_horizontal(left, gave_up)),
    }


def why_out() -> pl.Expr:
    """The first reason for which a conversation counts nowhere; null: it counts."""
    reason = col("resolved_reason")
    return (
        pl.when(col("spam") | reason.eq_missing(pl.lit("spam")))
        .then(pl.lit("spam"))
        .when(col("test"))
        .then(pl.lit("test"))
        .when(col("merged_into").is_not_null() | reason.eq_missing(pl.lit("merged")))
        .then(pl.lit("merged"))
        .when(reason.eq_missing(pl.lit("duplicate")))
        .then(pl.lit("duplicate"))
        .when(wrote.is_null())
        .then(pl.lit("no_visitor_message"))
        .otherwise(None)
    )
