"""Requests, the actions they lead to, and the activities of these."""
