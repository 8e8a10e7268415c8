"""What can be asked, kept and linked to; without Polars."""
