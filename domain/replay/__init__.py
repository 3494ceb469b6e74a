"""Anything on two time axes: how it stood on one day, as it was known at one moment."""
