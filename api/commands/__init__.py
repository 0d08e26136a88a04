"""One small module per command. Heavy libraries are imported inside the functions, so that `--help` answers at once."""
