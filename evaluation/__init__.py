"""How good the matcher is, measured on the very function that is served: `python -m evaluation`."""
