"""Tables: one model of frozen rows with groups, one delegate, one view."""
