"""Supply and demand: what calls ask for, who could answer them, and what the roster lacks."""
