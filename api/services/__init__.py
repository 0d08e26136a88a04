"""Use cases, one short function each; HTTP, pages and commands are doors onto them."""
