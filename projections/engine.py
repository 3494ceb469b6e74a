"""Keeps read models up to date with the log."""

from projections.read_model import ReadModel

__all__ = ["ReadModel"]
