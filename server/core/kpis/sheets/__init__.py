"""Figures and conversations as tables for spreadsheets: what they hold; how they are written is elsewhere."""
