"""Letters: what is written, and how it goes out."""
