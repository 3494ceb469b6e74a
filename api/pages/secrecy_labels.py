"""The words for who may see what, for reading secrets, and for keeping and destroying."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "withheld": {
        "secret_document": N_("secret document"),
        "closed_doors": N_("behind closed doors"),
        "not_announced": N_("not announced yet"),
        "other_provider": N_("about another provider"),
        "office": N_("the office's own work"),
    },
    "seen": {
        "programme": N_("Programme"),
        "document": N_("Document"),
        "decision": N_("Decision"),
        "change": N_("Change"),
        "contract": N_("Contract"),
    },
    "via": {
        "page": N_("a page"),
        "api": N_("a program"),
        "file": N_("a file"),
        "bundle": N_("a bundle of evidence"),
        "command": N_("a command"),
    },
    "kept": {
        "programme": N_("Programmes"),
        "contract": N_("Contracts"),
        "change": N_("Changes"),
        "decision": N_("Decisions"),
        "procedure": N_("Procedures"),
        "admission": N_("Admissions"),
        "provider": N_("Providers"),
        "document": N_("Documents"),
        "steering": N_("Registers"),
        "template": N_("Letter templates"),
        "sheet": N_("Spreadsheets"),
        "batch": N_("Batches"),
    },
    "destruction": {
        "to_sign": N_("To be signed"),
        "signed": N_("Signed by two people"),
        "started": N_("Being carried out"),
        "carried_out": N_("Carried out"),
        "dropped": N_("Given up"),
    },
}

TONES: Mapping[str, Mapping[str, str]] = {
    "destruction": {
        "to_sign": "warn",
        "signed": "warn",
        "started": "warn",
        "carried_out": "good",
        "dropped": "quiet",
    },
}

DONE: Mapping[str, str] = {
    "termijn": N_("The period is decided."),
    "stop": N_("It is held."),
    "opheffen-stop": N_("The hold is lifted."),
    "lijst": N_("The list is laid out; two people must sign it."),
    "ondertekenen": N_("You signed the list."),
    "intrekken-lijst": N_("The list is given up."),
}
"""What was done, by the form's name."""
