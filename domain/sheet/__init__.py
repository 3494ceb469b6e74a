"""A spreadsheet that was handed in: what was confirmed of it, and what came of that."""
