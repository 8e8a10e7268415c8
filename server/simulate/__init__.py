"""A day in seconds: people come, wait and give up by chance; the real desk serves them on another clock."""
