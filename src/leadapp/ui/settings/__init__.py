"""Settings: how leadapp looks, and what the file holds."""
