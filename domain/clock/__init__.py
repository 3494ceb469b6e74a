"""The clock of a practice copy. Production has none: it runs on real time."""
