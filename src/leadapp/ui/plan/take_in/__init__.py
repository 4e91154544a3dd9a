"""Taking in a list of actions: which columns, which words, a preview of every row."""
