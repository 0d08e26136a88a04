"""The JSON door: each handler is a few lines onto a service."""
