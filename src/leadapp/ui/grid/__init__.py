"""The grid of one KPI by service: its model, how it is painted, and how it is filled by keyboard and from Excel."""
