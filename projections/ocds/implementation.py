"""Implementation: that a contract began and came to its end.

How its duties are kept is between the parties and whoever governs (docs/secrecy.md), so that the
public is told the two days that everybody can know.
"""

from datetime import date

from domain.contract.replay import Reading
from projections.language import N_
from projections.ocds.blocks import Body, in_dutch, milestone


def implementation(reading: Reading, begins: date) -> Body | None:
    """What has come to pass of the contract by the day of the reading."""
    if reading.status not in ("in_force", "ended"):
        return None
    begun = in_dutch(N_("The contract is in force"))
    milestones = [milestone("start", begun, "delivery", status="met", met=begins)]
    if reading.status == "ended" and reading.ends:
        over = in_dutch(N_("The contract has ended"))
        last = reading.ends.last
        milestones.append(milestone("end", over, "delivery", status="met", met=last))
    return {"milestones": milestones}
