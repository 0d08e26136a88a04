"""From a CV to a profile to be confirmed: nothing guessed, every fact with its source, protected data left out."""
