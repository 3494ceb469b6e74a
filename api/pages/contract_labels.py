"""The words for how a contract lasts and how it is kept."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "ending": {
        "go_no_go": N_("After a go/no-go"),
        "suitability": N_("No longer suitable"),
        "agreement": N_("By agreement"),
        "breach": N_("Breach of the contract"),
    },
    "means": {
        "option": N_("Option"),
        "bridging": N_("Bridging extension"),
        "alignment": N_("Ends aligned"),
    },
    "form": {
        "development": N_("Development agreement"),
        "result": N_("Result agreement"),
        "framework": N_("Framework agreement"),
        "call_off": N_("Call-off"),
        "subsidy": N_("Subsidy"),
        "single": N_("Agreement"),
    },
    "lineage": {
        "conversion": N_("by conversion"),
        "merge": N_("by merging"),
        "split": N_("by splitting"),
        "subsidy": N_("from subsidy to contract"),
        "renewal": N_("by renewal"),
    },
    "chapter": {
        "concluded": N_("How it came to be"),
        "lasting": N_("How long it lasts"),
        "hand_over": N_("Hand-over of clients"),
        "corrected": N_("Mistakes that were mended"),
        "keeping": N_("How it was kept"),
    },
    "batch": {
        "planned": N_("Planned, not confirmed"),
        "running": N_("Being carried out"),
        "paused": N_("Paused"),
        "completed": N_("Carried out"),
    },
    "party": {"provider": N_("Provider"), "municipality": N_("Municipality")},
    "duty": {
        "open": N_("Open"),
        "overdue": N_("Overdue"),
        "fulfilled": N_("Done"),
        "late": N_("Done late"),
        "missed": N_("Not done"),
        "lapsed": N_("Lapsed"),
    },
    "signing": {
        "unsigned": N_("Not signed, as far as is recorded"),
        "partly": N_("Signed in part"),
        "signed": N_("Signed by both"),
    },
}

TONES: Mapping[str, Mapping[str, str]] = {
    "batch": {"planned": "quiet", "running": "busy", "paused": "warn", "completed": "good"},
    "duty": {
        "overdue": "bad",
        "fulfilled": "good",
        "late": "warn",
        "missed": "bad",
        "lapsed": "quiet",
    },
    "signing": {"unsigned": "quiet", "partly": "warn", "signed": "good"},
}

DONE: Mapping[str, str] = {
    "bundelen": N_("Recorded: the batch. Nothing happens before you confirm it."),
    "uitvoeren": N_("Recorded: it is being carried out."),
    "wachten": N_("Recorded: it stops after the contracts under way."),
    "doorgaan": N_("Recorded: it goes on."),
    "verlengen": N_("Recorded: the extension."),
    "beeindigen": N_("Recorded: the contract ends early."),
    "nakomen": N_("Recorded: the duty was done."),
    "resultaat": N_("Recorded: the result."),
    "handhaven": N_("Recorded: the step of enforcement."),
    "ondertekenen": N_("Recorded: the signature."),
    "overdragen": N_("Recorded: by when its clients are with others."),
    "overgedragen": N_("Recorded: its clients are with others."),
}
