"""Other people's programs, told over HTTP."""
