"""Plan: my actions, the cascade, the month clock and the quarter round."""
