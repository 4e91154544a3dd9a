"""The Risks room: triggers and their answers, risks, issues, escalations, the log of challenge, and the rules."""
