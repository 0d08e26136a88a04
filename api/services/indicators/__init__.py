"""Figures of a period, and when they are withheld."""
