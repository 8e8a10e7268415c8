"""The live-chat server: core (pure) – desk (the one door) – edges."""
