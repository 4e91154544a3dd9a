"""Fields and the autosave that stores what stands in them."""
