"""The words of what-ifs for what code names with a short word."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "verdict_of_notice": {
        "in_time": N_("planned in time"),
        "may_be_too_late": N_("may be too late"),
        "too_late": N_("too late"),
        "passed": N_("has passed"),
        "no_date": N_("no day is planned"),
    },
}

DONE: Mapping[str, str] = {
    "wat-als-bewaren": N_("Kept: share it by the address of this page."),
    "wat-als-vervangen": N_(
        "Kept in place of the what-if that had this name; its address leads here now."
    ),
    "wat-als-weg": N_("Discarded. The plan is as it was."),
    "wat-als-voorstellen": N_("Recorded: the what-if is a new version of the plan."),
}
