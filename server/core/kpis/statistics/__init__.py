"""How rows sum up: means, percentiles, intervals, a regression."""
