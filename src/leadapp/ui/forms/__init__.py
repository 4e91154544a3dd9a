"""Fields, and the units that keep them and the file in step."""
