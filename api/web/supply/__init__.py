"""The pages of supply and demand: one destination of the navigation, whose pages share a row of links (`rooms.py`)."""
