"""The one writer, for either kind of database."""
