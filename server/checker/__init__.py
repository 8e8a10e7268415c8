"""Judges a history of what a chat's clients did and saw, against what its database holds in the end."""
