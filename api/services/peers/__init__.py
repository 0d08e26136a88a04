"""Peers: who knows about a question, communities of practice, corridors between countries, the survey of interests."""
