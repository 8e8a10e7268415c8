"""How rows sum up to a figure. Each summary gives expressions over the value, `value` and `n` among them.

Percentiles are of type 7 (linear). Nothing is 0 that is not known: empty sets give null.

What speaks of other statistics of the same group names them by `told`, and is worked out when they are
known: written out, each would be summed up again wherever it is named.
"""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

Z = 1.959963984540054  # 95 %
LEAST_P90, LEAST_P95, LEAST_CI = 10, 20, 6
LOW_N = 30

Aggregates = Mapping[str, pl.Expr]
Summary = Callable[[pl.Expr], Aggregates]


_TOLD = "told "


def told(name: str) -> pl.Expr:
    """Another statistic of the same group."""
    return pl.col(_TOLD + name)


def in_steps(rows: pl.DataFrame, aggregates: Aggregates, keys: Sequence[str]) -> pl.DataFrame:
    """A row a group; without keys one of all."""
    once = _once_each(aggregates)
    later = {name for name in once.values() if _is_of_others(aggregates[name])}
    at_first = [name for name in dict.fromkeys(once.values()) if name not in later]
    first = [aggregates[name].alias(_TOLD + name) for name in at_first]
    grouped = rows.group_by(keys).agg(first) if keys else rows.select(first)
    # Under each of its names: what is told may be named by any.
    known = grouped.with_columns(
        told(one).alias(_TOLD + name) for name, one in once.items() if one not in later and one != name
    )
    return known.select(
        *keys, **{name: aggregates[one] if one in later else told(one) for name, one in once.items()}
    )


def _is_of_others(one: pl.Expr) -> bool:
    return any(name.startswith(_TOLD) for name in one.meta.root_names())


def _once_each(aggregates: Aggregates) -> dict[str, str]:
    """For each aggregate the name of the first that is the same: a mean is often the value, too."""
    first: dict[bytes, str] = {}
    return {name: first.setdefault(one.meta.serialize(), name) for name, one in aggregates.items()}


def distribution(v: pl.Expr) -> Aggregates:
    """Durations: the value is the median, with the mean beside it."""
    n = v.count()
    return {
        "value": v.median(),
        "n": n,
        "mean": mean(v),
        "p50": v.median(),
        "p90": pl.when(n >= LEAST_P90).then(v.quantile(0.9, "linear")),
        "p95": pl.when(n >= LEAST_P95).then(v.quantile(0.95, "linear")),
        "max": v.max(),
        **median_interval(v),
    }


def waits(v: pl.Expr) -> Aggregates:
    """Durations whose value is the mean, by definition; no interval: waits of neighbours are too much alike
    for one.
    """
    whole = dict(distribution(v))
    del whole["ci_low"], whole["ci_high"]
    return {**whole, "value": mean(v)}


def middle(v: pl.Expr) -> Aggregates:
    """What is told of the other clock."""
    return {"n": v.count(), "mean": mean(v), "p50": v.median()}


def slack(v: pl.Expr) -> Aggregates:
    """Durations that may be negative: the value is the mean."""
    return {
        "value": mean(v),
        "n": v.count(),
        "mean": mean(v),
        "p50": v.median(),
        "min": v.min(),
        "max": v.max(),
    }


def mean(v: pl.Expr) -> pl.Expr:
    """Added up in order of size, so that the order of rows cannot be seen in the last digit."""
    return v.sort().mean()


def average(v: pl.Expr) -> Aggregates:
    """Counts per conversation: the value is the mean."""
    return {"value": mean(v), "n": v.count(), "mean": mean(v), "p50": v.median(), "max": v.max()}


def count(v: pl.Expr) -> Aggregates:
    return {"value": v.count(), "n": v.count()}


def proportion(v: pl.Expr) -> Aggregates:
    """Of booleans: percent, with its Wilson interval."""
    n, k = told("n"), told("part")
    low, high = wilson(k, n)
    return {
        "value": pl.when(n > 0).then(100 * k / n),
        "n": v.count(),
        "part": v.sum(),
        "ci_low": pl.when(n > 0).then(100 * low),
        "ci_high": pl.when(n > 0).then(100 * high),
    }


def wilson(k: pl.Expr, n: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Bounds of a share of k in n, in [0, 1]; not a number for n = 0."""
    share = k / n
    centre = share + Z**2 / (2 * n)
    half = Z * (share * (1 - share) / n + Z**2 / (4 * n.cast(pl.Float64) ** 2)).sqrt()
    below = 1 + Z**2 / n
    return ((centre - half) / below).clip(0, 1), ((centre + half) / below).clip(0, 1)


def median_interval(v: pl.Expr) -> Aggregates:
    """Order statistics around the median; none for fewer than 6 values."""
    n = v.count().cast(pl.Float64)
    low = (n / 2 - Z * n.sqrt() / 2).floor().clip(lower_bound=1)
    high = pl.min_horizontal(n, (n / 2 + 1 + Z * n.sqrt() / 2).ceil())
    ordered = v.drop_nulls().sort()
    return {
        name: pl.when(v.count() >= LEAST_CI).then(
            ordered.get((rank - 1).cast(pl.Int64).clip(lower_bound=0), null_on_oob=True)
        )
        for name, rank in (("ci_low", low), ("ci_high", high))
    }


class Spread(dict[str, pl.Expr]):
    """Whether a value falls into each left-closed interval; `edges` are whole s where lengths are meant."""

    def __init__(self, v: pl.Expr, edges: Mapping[str, tuple[float, float | None]]) -> None:
        super().__init__(
            {
                name: v >= low if high is None else (v >= low) & (v < high)
                for name, (low, high) in edges.items()
            }
        )
        self.edges = edges


def spread(v: pl.Expr, edges: Mapping[str, tuple[float, float | None]]) -> Spread:
    return Spread(v, edges)
