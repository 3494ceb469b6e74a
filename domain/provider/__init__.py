"""A youth-care provider, as far as procurement must know it."""
