"""The pages of peers: a question, communities of practice, corridors, the survey of interests."""
