"""The file: rows, the change log and everything that touches SQLite. Rows never leave this package."""
