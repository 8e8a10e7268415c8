"""What is derived from the code and kept beside it, to be read without running anything."""
