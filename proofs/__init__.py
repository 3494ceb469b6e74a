"""Proving what was recorded: leaves, tree, signed checkpoints. Pure; reads no database."""
