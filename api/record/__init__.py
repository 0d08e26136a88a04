"""The log: what may be written to it, how its entries are chained, and how the chain is verified."""
