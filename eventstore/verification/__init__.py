"""Recomputing the log from its rows up to its signed checkpoints, and naming what was touched."""
