"""How a shortlist grows with the roster, up to a million people: `python -m bench.scale`."""
