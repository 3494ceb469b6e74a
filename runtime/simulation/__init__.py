"""The office's what-if: the real workflows on skipped time, in a database that is thrown away."""
