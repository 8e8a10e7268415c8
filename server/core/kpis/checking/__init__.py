"""Vectors files: cases computed by hand, through the code that answers reports."""
