"""The pages of shortlists: the list, the form for a new one, the desk of one, its people one by one and side by side."""
