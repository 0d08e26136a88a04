"""The pages of the roster for the office: people, their CVs, records of one person, institutions, imports."""
