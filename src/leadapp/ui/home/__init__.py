"""Home: this quarter at a glance."""
