"""The only code that decides and records, and the only home of the `eventsourcing` library."""
