"""Checkpoints are brought to where outsiders can keep them: what others hold, we cannot change."""
