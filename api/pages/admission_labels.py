"""The words for what providers and admission name with a short word."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "provider": {
        "known": N_("Known"),
        "left": N_("Left"),
        "merged": N_("Goes on as another record"),
    },
    "provider_form": {
        "organisation": N_("Organisation"),
        "consortium": N_("Consortium"),
        "pgb_supplier": N_("Paid by parents (PGB)"),
    },
    "provider_role": {
        "supplier": N_("supplier"),
        "certified_institution": N_("certified institution (GI)"),
        "crisis_service": N_("crisis service"),
        "main_contractor": N_("main contractor"),
        "subcontractor": N_("subcontractor"),
        "local": N_("local provider"),
    },
    "size": {
        "sole": N_("independent"),
        "small": N_("small"),
        "medium": N_("medium-sized"),
        "large": N_("large"),
    },
    "certificate": {
        "gi": N_("certified institution (Jeugdwet art. 3.4)"),
        "quality_mark": N_("quality mark"),
        "registration": N_("registration"),
        "insurer_contract": N_("contract with a health insurer"),
        "other": N_("other"),
    },
    "ability": {
        "able": N_("Can have a contract."),
        "pgb_supplier": N_(
            "Cannot have a contract: parents pay this supplier from a personal budget (PGB) and "
            "are its client. It stands outside the contracts and what they can influence."
        ),
        "merged": N_("Cannot have a contract: the record goes on as another one."),
        "left": N_("Cannot have a contract: it has left."),
        "no_members": N_("Cannot have a contract yet: the consortium has no members."),
        "unknown": N_("Not known."),
    },
    "entry_turn": {
        "not_opened": N_("Not opened"),
        "open": N_("Open"),
        "closed": N_("Closed to newcomers"),
        "over": N_("Over"),
    },
    "application": {
        "received": N_("Received"),
        "assessed": N_("Judged"),
        "admitted": N_("Admitted"),
        "rejected": N_("Not admitted"),
    },
    "partner": {
        "development": N_("Development partner"),
        "regular": N_("Regular partner"),
        "reserve": N_("Reserve"),
    },
    "judged": {
        "met": N_("met"),
        "not_met": N_("not met"),
        "not_applicable": N_("does not apply"),
    },
    "criterion": {
        "exclusion": N_("ground for exclusion"),
        "suitability_general": N_("general suitability"),
        "suitability_special": N_("special suitability"),
        "quality": N_("quality"),
        "content": N_("content of the care"),
        "certificate": N_("certificate"),
        "financial_health": N_("financial health"),
        "condition": N_("condition"),
    },
    "lives_in": {
        "development": N_("development agreement"),
        "result": N_("result agreement"),
    },
    "opening_form": {
        "open_house": N_("open: everybody who meets the criteria"),
        "limited": N_("limited in number"),
        "closed": N_("closed"),
    },
    "ground": {
        "criteria": N_("criteria are not met"),
        "number": N_("the number is reached"),
        "withdrawn": N_("taken back by the provider"),
    },
    "difference": {
        "added": N_("New"),
        "dropped": N_("No longer asked"),
        "changed": N_("Changed"),
    },
    "holds": {"ja": N_("yes"), "nee": N_("no")},
    "takes_part": {
        "must": N_("Development partners must take part in the tables."),
        "may": N_("Development partners may take part in the tables."),
    },
}

TONES: Mapping[str, Mapping[str, str]] = {
    "provider": {"left": "quiet", "merged": "quiet"},
    "provider_form": {"pgb_supplier": "warn"},
    "entry_turn": {"open": "good", "closed": "warn", "not_opened": "quiet", "over": "quiet"},
    "application": {
        "admitted": "good",
        "rejected": "quiet",
        "received": "busy",
        "assessed": "busy",
    },
    "partner": {"development": "good", "reserve": "quiet"},
    "judged": {"met": "good", "not_met": "bad", "not_applicable": "quiet"},
}

DONE: Mapping[str, str] = {
    "nieuw": N_("Recorded: the provider is known."),
    "gegevens": N_("Recorded: what is known of the provider."),
    "bewijs": N_("Recorded: the certificate."),
    "bewijs-intrekken": N_("Recorded: the certificate was taken back."),
    "lid": N_("Recorded: the member of the consortium."),
    "lid-vertrekt": N_("Recorded: the member leaves."),
    "naam": N_("Recorded: the other name."),
    "samenvoegen": N_("Recorded: both records are about one provider."),
    "vertrekken": N_("Recorded: the provider leaves."),
    "eis": N_("Recorded: the criterion, in a new edition."),
    "eis-vervalt": N_("Recorded: the criterion is no longer asked, in a new edition."),
    "openen": N_("Recorded: providers can apply."),
    "sluiten": N_("Recorded: nobody can apply in that time. Who is in stays in."),
    "weer-openen": N_("Recorded: providers can apply again."),
    "aantal": N_("Recorded: the limit."),
    "optie": N_("Recorded: the option."),
    "kiezen": N_("Recorded: the choice."),
    "aanmelden": N_("Recorded: the application."),
    "beoordelen": N_("Recorded: the assessment."),
    "toelaten": N_("Recorded: the provider is admitted."),
    "afwijzen": N_("Recorded: the provider is not admitted."),
    "inschrijven": N_("Recorded: the provider is in the segment."),
    "uittreden": N_("Recorded: the provider leaves the segment."),
    "herbeoordelen": N_("Recorded: the new assessment."),
    "indelen": N_("Recorded: the partners."),
    "oproepen": N_("Recorded: who takes the place."),
    "opleggen": N_("Recorded: the supplier that the court imposed."),
}
