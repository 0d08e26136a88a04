"""Accounts: who comes in, by which way, and as what."""
