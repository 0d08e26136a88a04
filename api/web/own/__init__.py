"""The pages of an expert: their profile, CVs, calls, results and data; nobody else's."""
