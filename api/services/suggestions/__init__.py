"""Calls that suit people: for one person, for the whole roster, and in letters."""
