"""Shortlists that are kept, how they are told, and what is covered."""
