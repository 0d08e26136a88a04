"""The load of an office: officers who look, search, rank, decide and pause, at a roster as large as wanted."""
