"""Evidence: the section of an action, the list of all of it, and how it is added and opened."""
