"""Finds out what the plan of a programme gets into trouble with, before anything happens.

A finding is computed from what the file says and goes away when that is mended.
"""

from runtime.check.checking import check
from runtime.check.finding import Finding
from runtime.check.readings import READINGS, Reading

__all__ = ["READINGS", "Finding", "Reading", "check"]
