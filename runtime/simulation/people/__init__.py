"""What people do in a simulation: what the plan says, on its day, unless the scenario differs."""

from runtime.simulation.people.act import OFFICE, SECOND, Act
from runtime.simulation.people.everybody import acts
from runtime.simulation.people.unknown import refuse_what_is_not_there

__all__ = ["OFFICE", "SECOND", "Act", "acts", "refuse_what_is_not_there"]
