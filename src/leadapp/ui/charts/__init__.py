"""Charts: the domain's scenes painted in the theme's colours."""
