"""CVs: read, laid beside the profile, decided on fact by fact; records of one person found and merged."""
