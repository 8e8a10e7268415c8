"""Who is there, what they may expect, and how conversations pass between them."""
