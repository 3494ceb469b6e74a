"""The words for verdicts on rows of spreadsheets."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "verdict": {
        "new": N_("New"),
        "changed": N_("Changed"),
        "same": N_("Known already"),
        "refused": N_("Refused"),
    },
    "sheet": {
        "mistaken": N_("Cannot be imported"),
        "judged": N_("Waits for confirmation"),
        "confirmed": N_("Is being carried out"),
        "applied": N_("Carried out"),
    },
    "sheet kind": {
        "providers": N_("Providers"),
        "contracts": N_("Contracts"),
        "tariffs": N_("Tariffs"),
    },
}
TONES: Mapping[str, Mapping[str, str]] = {
    "verdict": {"new": "good", "changed": "busy", "same": "quiet", "refused": "bad"},
    "sheet": {"mistaken": "bad", "judged": "warn", "confirmed": "busy", "applied": "good"},
}
DONE: Mapping[str, str] = {
    "bevestigen": N_("Confirmed: the rows are being carried out."),
    "annuleren": N_("Cancelled: nothing of the file is kept."),
}
