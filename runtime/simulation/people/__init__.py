"""What people do in a simulation: what the plan says, on its day, unless the scenario differs."""

from runtime.simulation.people.act import OFFICE, SECOND, Act
from runtime.simulation.people.everybody import acts

__all__ = ["OFFICE", "SECOND", "Act", "acts"]
