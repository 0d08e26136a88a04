"""The roster as matching reads it, and the worker that encodes what changed on it."""
