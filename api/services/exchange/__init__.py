"""Whole kinds of data that come in and go out as files."""
