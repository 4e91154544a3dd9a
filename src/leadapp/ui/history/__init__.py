"""History: every change in the file."""
