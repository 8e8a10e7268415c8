"""The one door: every way in which something changes goes through here, is recorded, then told."""
