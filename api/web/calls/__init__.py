"""The pages of calls: the list, and one call for the team and for an expert, with what each can do from there."""
