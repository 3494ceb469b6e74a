"""Implementation: that a contract began and came to its end.

How its duties are kept is between the parties and whoever governs (docs/secrecy.md), so that the
public is told the two days that everybody can know.
"""

from datetime import date

from domain.contract.replay import Status
from domain.dates import Window
from projections.language import N_
from projections.ocds.blocks import Body, in_dutch, milestone


def implementation(status: Status, begins: date, ends: Window | None) -> Body | None:
    """What has come to pass of a contract that stands so."""
    if status not in ("in_force", "ended"):
        return None
    begun = in_dutch(N_("The contract is in force"))
    milestones = [milestone("start", begun, "delivery", status="met", met=begins)]
    if status == "ended" and ends:
        over = in_dutch(N_("The contract has ended"))
        milestones.append(milestone("end", over, "delivery", status="met", met=ends.last))
    return {"milestones": milestones}
