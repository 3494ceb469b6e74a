"""The words for what providers say back, and for how they were treated."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "reaction": {
        "question": N_("A question"),
        "objection": N_("An objection"),
        "suggestion": N_("A suggestion"),
        "agreement": N_("I agree"),
    },
    "handling": {
        "answered": N_("Answered"),
        "noted": N_("Noted"),
        "adopted": N_("Taken over"),
        "rejected": N_("Not taken over"),
    },
    "task": {
        "acknowledge": N_("Say that you received the letter"),
        "react": N_("React, if you want to"),
        "duty": N_("Do what was agreed"),
    },
    "duty": {
        "open": N_("Open"),
        "overdue": N_("Its day has passed"),
        "fulfilled": N_("Done"),
        "late": N_("Done late"),
        "missed": N_("Missed"),
        "lapsed": N_("Lapsed"),
    },
    "treatment": {
        "own_terms": N_("words of its own"),
        "other_day": N_("sent on another day"),
        "not_sent": N_("not sent yet"),
        "recalled": N_("not sent: the change was withdrawn"),
        "joined": N_("came under the change later"),
        "other_edition": N_("another text than most, by a replacement"),
    },
}

TONES: Mapping[str, Mapping[str, str]] = {
    "reaction": {"objection": "bad", "question": "busy", "agreement": "good"},
    "duty": {"fulfilled": "good", "overdue": "bad", "missed": "bad", "late": "warn"},
    "handling": {"adopted": "good", "answered": "good", "rejected": "quiet"},
}

DONE: Mapping[str, str] = {
    "behandelen": N_("Recorded: what is done with the reaction. An answer goes out by letter."),
    "ontvangst": N_("Recorded: the provider has the letter."),
    "plan": N_("Recorded: your plan is handed in."),
    "ontvangen": N_("Thank you. It is recorded that you received this letter."),
    "reactie": N_("Your reaction is recorded."),
}
