"""A person erased, everywhere, and the search that proves it."""
