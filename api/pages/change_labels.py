"""The words for what changes and announcements name with a short word."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "change_kind": {
        "structure": N_("how the care is arranged"),
        "suitability": N_("demands on suitability"),
        "products": N_("products"),
        "tariffs": N_("tariffs"),
        "conditions": N_("conditions"),
        "entry": N_("entry of providers"),
        "financing": N_("financing"),
        "assignment": N_("the assignment"),
        "plan": N_("the plan"),
        "clause": N_("the notice clause itself"),
    },
    "basis": {
        "real_price": N_("real price"),
        "cost_study": N_("cost study"),
        "negotiated": N_("negotiated"),
        "harmonised": N_("harmonised"),
        "national": N_("national tariff"),
    },
    "letter_kind": {
        "announcement": N_("Announcement"),
        "rectification": N_("Announcement in better words"),
        "withdrawal": N_("That it does not come"),
        "reply": N_("Answer to a reaction"),
    },
    "timing_of_letter": {
        "in_time": N_("In time"),
        "late": N_("Too late"),
        "knew": N_("Signed knowing of it"),
        "open": N_("Not announced yet"),
        "not_needed": N_("Needs no notice"),
    },
    "outcome_of_letter": {
        "to_announce": N_("To be announced"),
        "in_notice": N_("In notice"),
        "in_force": N_("In force"),
        "held_back": N_("Held back"),
        "narrowed": N_("Given up for this contract"),
        "withdrawn": N_("Withdrawn"),
    },
}

TONES: Mapping[str, Mapping[str, str]] = {
    "timing_of_letter": {
        "in_time": "good",
        "knew": "good",
        "late": "bad",
        "open": "warn",
        "not_needed": "quiet",
    },
    "outcome_of_letter": {
        "in_force": "good",
        "in_notice": "good",
        "held_back": "bad",
        "narrowed": "quiet",
        "withdrawn": "quiet",
    },
}

DONE: Mapping[str, str] = {
    "voorstellen": N_("Recorded: the change is proposed."),
    "voorbehoud": N_("Recorded: the reservation is lifted."),
    "oordelen": N_("Recorded: the ruling on the notice clause."),
    "mandateren": N_("Recorded: who announces, and who agreed."),
    "inperken": N_("Recorded: the change is given up for these contracts."),
    "vervangen": N_("Recorded: something else is announced instead."),
    "pauzeren": N_("Recorded: nothing is sent or put in force for now."),
    "toch-doorgaan": N_("Recorded: what was given up is taken up again."),
    "opstellen": N_("Recorded: the letters are laid out anew."),
    "hervatten": N_("Recorded: it goes on where it was paused."),
}
"""What the page says after a form was carried out, by the form's name in the address."""
