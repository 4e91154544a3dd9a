"""The documents: a finished document tree drawn as Excel or PDF. Knows no database."""
