"""Return: the quarter's return written, checked and exported."""
