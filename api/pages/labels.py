"""The words for what code names with a short word: statuses, kinds, outcomes."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "change": {
        "proposed": N_("Proposed"),
        "tabled": N_("Discussed"),
        "adopted": N_("Adopted"),
        "announced": N_("Announcement under way"),
        "in_notice": N_("In notice"),
        "in_force": N_("In force"),
        "held_back": N_("Held back"),
        "withdrawn": N_("Withdrawn"),
    },
    "letter": {
        "to_send": N_("To be sent"),
        "sending": N_("On its way"),
        "sent": N_("Sent"),
        "retrying": N_("Waits for the mail server"),
        "refused": N_("Refused"),
        "recalled": N_("Recalled"),
    },
    "item": {
        "planned": N_("Planned"),
        "reserved": N_("Planned under reservation"),
        "unknown": N_("Unknown"),
        "open": N_("Open"),
        "realised": N_("Done"),
        "missed": N_("Not reported as done in time"),
        "dropped": N_("No longer planned"),
    },
    "participation": {
        "full": N_("Takes part in everything"),
        "partial": N_("Takes part in a part"),
        "undecided": N_("Has not decided yet"),
    },
    "standing": {
        "stated": N_("Says the source"),
        "derived": N_("Derived by us"),
        "external": N_("From elsewhere"),
        "fictional": N_("Fictional, to practise with"),
    },
    "contract": {
        "unknown": N_("Not recorded at that moment"),
        "not_yet": N_("Not in force yet"),
        "in_force": N_("In force"),
        "ended": N_("Ended"),
    },
    "fact": {
        "concluded": N_("Concluded"),
        "amended": N_("Changed"),
        "corrected": N_("Corrected"),
        "ended": N_("Ended early"),
    },
    "held_back": {
        "not_adopted": N_("The change was not adopted"),
        "not_announced": N_("No letter went out"),
        "announced_late": N_("The letter went out too late"),
    },
    "counting": {
        "back": N_("counted back from the day of effect"),
        "forward": N_("counted on from the announcement"),
    },
    "weekend": {
        "no_shift": N_("weekends and holidays do not move the day"),
        "working_day_before": N_("a day off moves to the working day before"),
    },
    "stage": {
        "planning": N_("Planning"),
        "tender": N_("Tender"),
        "award": N_("Award"),
        "contract": N_("Contract"),
        "implementation": N_("Implementation"),
    },
    "role": {
        "programmabureau": N_("programme office"),
        "contractmanager": N_("contract manager"),
        "auditor": N_("auditor"),
    },
}

TONES: Mapping[str, Mapping[str, str]] = {
    "change": {
        "in_force": "good",
        "in_notice": "good",
        "announced": "busy",
        "held_back": "bad",
        "withdrawn": "quiet",
    },
    "letter": {
        "sent": "good",
        "sending": "busy",
        "retrying": "warn",
        "refused": "bad",
        "recalled": "quiet",
    },
    "item": {
        "realised": "good",
        "open": "busy",
        "missed": "bad",
        "unknown": "warn",
        "dropped": "quiet",
    },
    "participation": {"full": "good", "partial": "warn", "undecided": "warn"},
    "contract": {"in_force": "good", "ended": "quiet", "unknown": "warn"},
    "fact": {"corrected": "warn", "amended": "busy"},
    "standing": {"fictional": "warn"},
}
"""How a status is coloured; the words always say it too. What is not here is neutral."""

DONE: Mapping[str, str] = {
    "bespreken": N_("Recorded: the change was discussed."),
    "vaststellen": N_("Recorded: the change was adopted."),
    "goedkeuren": N_("Recorded: the letters are approved."),
    "aankondigen": N_("Recorded: the letters will be sent."),
    "terugnemen": N_("Recorded: the letters will not be sent."),
    "uitstellen": N_("Recorded: the change takes effect later."),
    "intrekken": N_("Recorded: the change is withdrawn."),
    "afwijken": N_("Recorded: the change may go on with a shorter notice."),
    "adres": N_("Recorded: the address is mended and the letter will be sent again."),
    "gereed": N_("Recorded: this part of the plan was done."),
    "corrigeren": N_("Recorded: the correction. What was known before stays to be seen."),
    "klok": N_("The clock was moved. What has fallen due by then is being done now."),
}
"""What the page says after a form was carried out, by the form's name in the address."""
