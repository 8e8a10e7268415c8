"""Measurements, side by side with a ceiling in the same run: `./dev bench`."""
