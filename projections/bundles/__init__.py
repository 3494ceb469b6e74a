"""Evidence bundles: what belongs in one, what of it may be seen, how it reads (AU-05, TP-11)."""
