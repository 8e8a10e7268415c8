"""The product alive: a shop that does not exist, its past, and people at work."""
