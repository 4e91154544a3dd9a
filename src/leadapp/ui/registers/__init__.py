"""One register: its lines as a table, the chosen one as a form, and what it says about KPIs."""
