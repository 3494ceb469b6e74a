"""The words for kinds of plan items and for how much of a timeline is shown."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "item_kind": {
        "step": N_("Step"),
        "preparation": N_("Preparation"),
        "consultation": N_("Consultation"),
        "decision": N_("Decision"),
        "information": N_("Information moment"),
        "milestone": N_("Milestone"),
        "deadline": N_("Last day in time"),
    },
    "timeline_scale": {
        "vijfjaar": N_("5 years"),
        "jaar": N_("1 year"),
        "halfjaar": N_("6 months"),
        "kwartaal": N_("3 months"),
        "maand": N_("1 month"),
    },
}
