"""KPIs: `asking` and `catalogue` say what can be asked, without Polars; `registry` and `figure` answer.

What a figure is stands in `families` (of rows), `sweeps` and `backlog` (of time and of instants) and `given`
(of rows that come from elsewhere); `checking` holds all of them against cases computed by hand.
"""
