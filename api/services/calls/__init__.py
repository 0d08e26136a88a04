"""Calls, from the draft to the decision and the people who go."""
