"""What each figure is, a family a file: expressions over columns."""
