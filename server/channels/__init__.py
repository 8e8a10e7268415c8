"""The other ways in and out, besides the widget."""
