"""KPIs. `catalogue` and `ask` say what can be asked, without Polars; `registry` and `figure` answer."""
