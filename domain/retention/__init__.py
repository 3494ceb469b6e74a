"""How long what was recorded is kept, what is held longer, and what was destroyed (AU-15)."""
