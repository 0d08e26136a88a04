"""How this service speaks to people in their language: its sentences, days, numbers and names, and what stands on record."""
