"""The window. Knows services and domain records, never rows, sessions or document libraries."""
