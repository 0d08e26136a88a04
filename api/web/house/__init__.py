"""The pages of those who look after the office: figures, the log, accounts, and its operation with its rules."""
