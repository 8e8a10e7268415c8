"""What would have been if: a past week through the real desk, as it was and with a change, side by side."""
