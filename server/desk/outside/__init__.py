"""What the world is told of, by the outbox and on the board."""
