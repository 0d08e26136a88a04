"""The officer's intake: requests as they come, the actions they lead to, and calls from the first text to the draft."""
