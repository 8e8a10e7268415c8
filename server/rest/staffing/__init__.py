"""Who is to work when, how many are needed, and what would be if."""
