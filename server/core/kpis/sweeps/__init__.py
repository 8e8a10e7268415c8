"""Figures of time itself: intervals laid over each other, each counted with its part inside the period."""
