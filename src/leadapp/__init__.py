"""leadapp: the directorate race equality lead's plan, quarter round and quarterly return, offline in one file."""

__version__ = "0.1.0"
